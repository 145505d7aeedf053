# What `cmake --install` writes: the library, its headers, the program, and the package for find_package(vinoscope).
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/vinoscope)

install(TARGETS vinoscope EXPORT vinoscopeTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT vinoscopeTargets NAMESPACE vinoscope:: DESTINATION ${package_folder})
install(FILES LICENSE THIRD_PARTY_NOTICES.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

get_target_property(VINOSCOPE_TYPE vinoscope TYPE)
configure_package_config_file(cmake/vinoscopeConfig.cmake.in ${PROJECT_BINARY_DIR}/vinoscopeConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/vinoscopeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/vinoscopeConfig.cmake ${PROJECT_BINARY_DIR}/vinoscopeConfigVersion.cmake
        cmake/FindOpenCV.cmake
        DESTINATION ${package_folder})
