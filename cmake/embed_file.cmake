# embed_file(TARGET target FILE path SYMBOL name): puts the bytes of a file into a target, whatever the size, in no time: the
# assembler reads the file itself. The target is rebuilt when the file changes. C++ sees it as
#   namespace kindred { std::span<const std::uint8_t> embedded_NAME(); }
# which the file that uses it declares; the bytes are aligned to 64 and live in read-only memory, paged in when touched.
# A file that the build makes may be named as well, if a rule of the same folder's CMakeLists.txt has it as its output.
function(embed_file)
  cmake_parse_arguments(ARG "" "TARGET;FILE;SYMBOL" "" ${ARGN})
  foreach(needed TARGET FILE SYMBOL)
    if(NOT ARG_${needed})
      message(FATAL_ERROR "embed_file needs ${needed}")
    endif()
  endforeach()
  get_filename_component(FILE ${ARG_FILE} ABSOLUTE)
  set(SYMBOL ${ARG_SYMBOL})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_${SYMBOL}.cpp)
  configure_file(${CMAKE_SOURCE_DIR}/cmake/embedded_file.cpp.in ${source} @ONLY)
  # The compiler's own dependency scan does not see what the assembler reads.
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${FILE} SKIP_LINTING ON)
  target_sources(${ARG_TARGET} PRIVATE ${source})
endfunction()
