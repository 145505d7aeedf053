# Compile options that every target of this project shares.
add_library(vinoscope_options INTERFACE)
target_compile_features(vinoscope_options INTERFACE cxx_std_20)
if(MSVC)
  target_compile_options(vinoscope_options INTERFACE /W4 /utf-8 $<$<BOOL:${VINOSCOPE_WERROR}>:/WX>)
else()
  target_compile_options(vinoscope_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                         $<$<BOOL:${VINOSCOPE_WERROR}>:-Werror>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(vinoscope_options INTERFACE -Wno-restrict) # wrong about std::string::insert: GCC bug 105651
  elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
    target_compile_options(vinoscope_options INTERFACE -Wno-array-bounds) # wrong about buffers of fmt that can grow
  elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(vinoscope_options INTERFACE -Wno-deprecated-declarations) # std::stable_sort of GCC 12 uses one
  endif()
endif()
if(VINOSCOPE_SANITIZE)
  target_compile_options(vinoscope_options INTERFACE -fsanitize=${VINOSCOPE_SANITIZE} -fno-sanitize-recover=all
                         -fno-omit-frame-pointer -g1)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # its manual: sanitizers make this warning see ghosts
    target_compile_options(vinoscope_options INTERFACE -Wno-maybe-uninitialized)
  endif()
  target_link_options(vinoscope_options INTERFACE -fsanitize=${VINOSCOPE_SANITIZE})
endif()
if(VINOSCOPE_FUZZ)
  target_compile_options(vinoscope_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# vinoscope_folder(NAME [DEPENDS FOLDER...] [LIBRARIES TARGET...])
#
# One object library for one folder of src/. Its files may include headers of the folders that it depends on (and what
# those depend on), the public headers, and nothing else; see vinoscope_check_includes().
function(vinoscope_folder name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS;LIBRARIES")
  set(allowed ${name} ${arg_DEPENDS})
  foreach(folder IN LISTS arg_DEPENDS)
    get_property(inherited GLOBAL PROPERTY vinoscope_allowed_${folder})
    list(APPEND allowed ${inherited})
  endforeach()
  list(REMOVE_DUPLICATES allowed)
  set_property(GLOBAL PROPERTY vinoscope_allowed_${name} ${allowed})
  set_property(GLOBAL APPEND PROPERTY vinoscope_folders ${name})

  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${name}/*.cpp ${name}/*.hpp)
  add_library(vinoscope_${name} OBJECT ${files})
  target_include_directories(vinoscope_${name} PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/internal
                             ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(vinoscope_${name} PRIVATE vinoscope_options fmt::fmt ${arg_LIBRARIES})
  set_target_properties(vinoscope_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden
                        VISIBILITY_INLINES_HIDDEN ON)
  target_sources(vinoscope PRIVATE $<TARGET_OBJECTS:vinoscope_${name}>)
  if(VINOSCOPE_TYPE STREQUAL "SHARED_LIBRARY")
    target_sources(vinoscope_internal PRIVATE $<TARGET_OBJECTS:vinoscope_${name}>)
  endif()
  if(WIN32 AND VINOSCOPE_TYPE STREQUAL "SHARED_LIBRARY")
    target_compile_definitions(vinoscope_${name} PRIVATE VINOSCOPE_BUILD)
  elseif(WIN32)
    target_compile_definitions(vinoscope_${name} PRIVATE VINOSCOPE_STATIC)
  endif()
endfunction()

# Checks the includes of all folders in every build in which a file has changed, before anything is compiled.
function(vinoscope_check_includes)
  get_property(folders GLOBAL PROPERTY vinoscope_folders)
  set(rules "set(FOLDERS ${folders})\n")
  foreach(folder IN LISTS folders)
    get_property(allowed GLOBAL PROPERTY vinoscope_allowed_${folder})
    string(APPEND rules "set(ALLOWED_${folder} ${allowed})\n")
  endforeach()
  string(REPLACE ";" " " rules "${rules}")
  set(rules_file ${CMAKE_CURRENT_BINARY_DIR}/include_rules.cmake)
  file(CONFIGURE OUTPUT ${rules_file} CONTENT "${rules}" @ONLY)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.[ch]pp ${PROJECT_SOURCE_DIR}/include/*.hpp
       ${PROJECT_SOURCE_DIR}/internal/*.hpp)
  set(script ${PROJECT_SOURCE_DIR}/cmake/CheckIncludes.cmake)
  set(stamp ${CMAKE_CURRENT_BINARY_DIR}/includes_checked)
  add_custom_command(
    OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_CURRENT_SOURCE_DIR} -DPUBLIC=${PROJECT_SOURCE_DIR}/include
            -DRULES=${rules_file} -DSTAMP=${stamp} -P ${script}
    DEPENDS ${files} ${rules_file} ${script}
    COMMENT "Checking includes"
    VERBATIM)
  add_custom_target(vinoscope_includes DEPENDS ${stamp})
  foreach(folder IN LISTS folders)
    add_dependencies(vinoscope_${folder} vinoscope_includes)
  endforeach()
endfunction()
