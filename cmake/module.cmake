# module(NAME DEPENDS below… [LIBRARIES third-party…]): one folder of src/ as one static library, its unit tests beside it.
#
# The build keeps the direction of ARCHITECTURE.md in three ways:
#   1. DEPENDS may only name modules that were declared before, so a cycle can't be written;
#   2. at configure time every #include "other/…" is compared with DEPENDS;
#   3. the target kindred_NAME_verify_interface_header_sets compiles each header alone (all of them: all_verify_interface_header_sets).
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
define_property(GLOBAL PROPERTY KINDRED_MODULES)

function(module NAME)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  get_property(declared GLOBAL PROPERTY KINDRED_MODULES)
  foreach(below IN LISTS ARG_DEPENDS)
    if(NOT below IN_LIST declared)
      message(FATAL_ERROR "${NAME} depends on ${below}, which is not below it in src/CMakeLists.txt")
    endif()
  endforeach()
  set(folder ${CMAKE_CURRENT_SOURCE_DIR}/${NAME})
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${folder}/*.h)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  set(all ${headers} ${sources})
  _check_includes(${NAME} "${ARG_DEPENDS}" "${all}")
  list(FILTER headers EXCLUDE REGEX "(/test_[^/]*|_for_test)\\.h$")  # helpers of tests: not what others may use
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  set(fuzzers ${sources})
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")

  add_library(kindred_${NAME} STATIC ${sources})
  target_sources(kindred_${NAME} PUBLIC FILE_SET HEADERS BASE_DIRS ${CMAKE_CURRENT_SOURCE_DIR} FILES ${headers})
  set(below_targets ${ARG_DEPENDS})
  list(TRANSFORM below_targets PREPEND kindred_)
  target_link_libraries(kindred_${NAME} PUBLIC ${below_targets} PRIVATE kindred_flags ${ARG_LIBRARIES})
  set_property(GLOBAL APPEND PROPERTY KINDRED_MODULES ${NAME})

  if(KINDRED_TESTS AND tests)
    add_executable(${NAME}_test ${tests})
    target_link_libraries(${NAME}_test PRIVATE kindred_${NAME} kindred_flags GTest::gmock GTest::gtest_main)
    target_compile_definitions(${NAME}_test PRIVATE KINDRED_SOURCE_DIR="${CMAKE_SOURCE_DIR}" KINDRED_BINARY_DIR="${CMAKE_BINARY_DIR}")
    gtest_discover_tests(${NAME}_test TEST_PREFIX ${NAME}. DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300 LABELS unit)
  endif()
  foreach(source IN LISTS fuzzers)
    _fuzzer(${NAME} ${source})
  endforeach()
endfunction()

# Every way to write an include of another module is read: quotes or angle brackets, spaces anywhere. Relative paths would hide
# the module's name, so they are refused.
function(_check_includes NAME allowed files)
  list(APPEND allowed ${NAME})
  foreach(file IN LISTS files)
    file(STRINGS ${file} lines REGEX "^[ \t]*#[ \t]*include[ \t]*[\"<]")
    foreach(line IN LISTS lines)
      string(REGEX REPLACE "^[^\"<]*[\"<]([^\">]*).*" "\\1" path "${line}")
      if(path MATCHES "^\\.\\.?/")
        message(FATAL_ERROR "${file} includes \"${path}\" by a relative path; write it from src/ as \"module/file.h\"")
      endif()
      string(REGEX REPLACE "/.*" "" included "${path}")
      string(FIND "${path}" "/" slash)
      if(slash GREATER 0 AND IS_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/${included} AND NOT included IN_LIST allowed)
        message(FATAL_ERROR "${file} includes ${included}/, which ${NAME} does not declare in src/CMakeLists.txt")
      endif()
    endforeach()
  endforeach()
endfunction()

# thing_fuzz.cpp defines LLVMFuzzerTestOneInput. With KINDRED_FUZZ it becomes a libFuzzer program, otherwise a plain one that
# replays the files it is given, so that it never rots.
function(_fuzzer NAME source)
  get_filename_component(stem ${source} NAME_WE)
  add_executable(${stem} ${source})
  target_link_libraries(${stem} PRIVATE kindred_${NAME} kindred_flags)
  if(KINDRED_FUZZ)
    target_link_options(${stem} PRIVATE -fsanitize=fuzzer)
    set_property(GLOBAL APPEND PROPERTY KINDRED_FUZZERS ${stem})
  else()
    target_sources(${stem} PRIVATE ${CMAKE_SOURCE_DIR}/tests/fuzz/replay_main.cpp)
    if(KINDRED_TESTS)
      add_test(NAME fuzz.${stem} COMMAND ${stem} ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${stem})
      set_tests_properties(fuzz.${stem} PROPERTIES LABELS "unit;${NAME}" TIMEOUT 120)
    endif()
  endif()
endfunction()
