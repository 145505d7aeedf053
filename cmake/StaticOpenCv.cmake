# Initial cache of OpenCV's own build for `./dev wheel`: the three modules that are used, as static libraries with the
# codecs that OpenCV brings along (BSD-like licences), so that the wheel needs no library of the system. Debian's
# imgcodecs draws in GDAL and with it 130 libraries, some of them under the GPL.
set(CMAKE_BUILD_TYPE Release CACHE STRING "")
set(CMAKE_POSITION_INDEPENDENT_CODE ON CACHE BOOL "")
set(BUILD_LIST core,imgproc,imgcodecs CACHE STRING "")
foreach(codec ZLIB PNG JPEG TIFF WEBP)
  set(BUILD_${codec} ON CACHE BOOL "")
endforeach()
foreach(part SHARED_LIBS TESTS PERF_TESTS EXAMPLES JAVA DOCS opencv_apps opencv_python3)
  set(BUILD_${part} OFF CACHE BOOL "")
endforeach()
foreach(part OPENEXR JASPER OPENJPEG AVIF JPEGXL SPNG GDAL GDCM IMGCODEC_HDR IMGCODEC_SUNRASTER IMGCODEC_PXM IMGCODEC_PFM
             IMGCODEC_GIF IPP ITT KLEIDICV LAPACK EIGEN OPENCL TBB OPENMP PROTOBUF FFMPEG GSTREAMER V4L VA VA_INTEL QUIRC
             ADE GTK QT 1394)
  set(WITH_${part} OFF CACHE BOOL "")
endforeach()
cmake_host_system_information(RESULT processor QUERY OS_PLATFORM)
if(processor MATCHES "x86_64|AMD64")
  set(CPU_BASELINE SSE4_2 CACHE STRING "") # what OpenVINO needs
  set(CPU_DISPATCH "" CACHE STRING "")
endif()
set(CV_TRACE OFF CACHE BOOL "")
