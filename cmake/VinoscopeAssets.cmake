# vinoscope_assets(FOLDER FILE...)
#
# Puts files of src/FOLDER/assets into the library, as the variables that src/FOLDER/assets.hpp declares: report.css is
# vinoscope::assets::report_css. They are bytes, since compilers limit the length of a string literal.
function(vinoscope_assets folder)
  set(source "#include \"${folder}/assets.hpp\"\n\nnamespace vinoscope::assets {\n")
  foreach(name IN LISTS ARGN)
    set(file ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/assets/${name})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} bytes HEX)
    string(LENGTH "${bytes}" length)
    math(EXPR length "${length} / 2")
    string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
    string(REGEX REPLACE "[^a-z0-9]" "_" variable ${name})
    string(APPEND source "namespace {\nconstexpr char bytes_of_${variable}[] = {${bytes}};\n}\n"
                         "const std::string_view ${variable}{bytes_of_${variable}, ${length}};\n")
  endforeach()
  string(APPEND source "}  // namespace vinoscope::assets\n")
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${folder}_assets.cpp CONTENT "${source}" @ONLY)
  target_sources(vinoscope_${folder} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${folder}_assets.cpp)
endfunction()
