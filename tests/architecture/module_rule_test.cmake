# Law: an include that src/CMakeLists.txt does not allow makes configure fail, and the message names the file and the module.
#
# Copies what configure reads (CMakeLists.txt, cmake/, src/, and what src/ names outside itself) into a folder of its own, plants one mistake there, and configures it.
# The case as_it_is plants nothing and must pass, so that no other case can fail for a reason of its own.

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK}/build)
file(COPY ${SOURCE}/CMakeLists.txt ${SOURCE}/cmake ${SOURCE}/src DESTINATION ${WORK}/tree)
file(COPY ${SOURCE}/tests/fuzz/replay_main.cpp DESTINATION ${WORK}/tree/tests/fuzz)
file(MAKE_DIRECTORY ${WORK}/tree/bench)
file(TOUCH ${WORK}/tree/bench/CMakeLists.txt)

set(planted ${WORK}/tree/src/vectors/planted.h)
if(CASE STREQUAL "as_it_is")
  set(expected "")
elseif(CASE STREQUAL "upward")
  file(WRITE ${planted} "#pragma once\n#include \"usecases/workspace.h\"\n")
  set(expected "src/vectors/planted.h includes usecases/, which vectors does not declare")
elseif(CASE STREQUAL "sideways")
  file(WRITE ${planted} "#pragma once\n  #  include \"images/image.h\"\n")
  set(expected "src/vectors/planted.h includes images/, which vectors does not declare")
elseif(CASE STREQUAL "relative")
  file(WRITE ${planted} "#pragma once\n#include \"../store/database.h\"\n")
  set(expected "src/vectors/planted.h includes \"../store/database.h\" by a relative path")
elseif(CASE STREQUAL "angle_brackets")
  file(WRITE ${planted} "#pragma once\n#include <store/database.h>\n")
  set(expected "src/vectors/planted.h includes store/, which vectors does not declare")
elseif(CASE STREQUAL "undeclared_module")
  file(READ ${WORK}/tree/src/CMakeLists.txt modules)
  string(REPLACE "module(vectors DEPENDS base" "module(vectors DEPENDS base api" modules "${modules}")
  file(WRITE ${WORK}/tree/src/CMakeLists.txt "${modules}")
  set(expected "vectors depends on api, which is not below it")
elseif(CASE STREQUAL "header_alone")
  file(WRITE ${planted} "#pragma once\nstd::string needs_an_include();\n")
  set(expected "")
else()
  message(FATAL_ERROR "unknown case ${CASE}")
endif()

execute_process(
  COMMAND ${CMAKE_COMMAND} -S ${WORK}/tree -B ${WORK}/build -G Ninja -DCMAKE_CXX_COMPILER=${COMPILER} -DKINDRED_TOOLS=${TOOLS}
    -DKINDRED_USEARCH=${USEARCH}
    -DKINDRED_TESTS=OFF
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
# CMake wraps its messages.
string(REGEX REPLACE "[ \n]+" " " said "${output}")

if(expected STREQUAL "")
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "expected configure to succeed, but it said:\n${output}")
  endif()
else()
  string(FIND "${said}" "${expected}" position)
  if(status EQUAL 0 OR position EQUAL -1)
    message(FATAL_ERROR "expected configure to fail with '${expected}', but it ended with ${status} and said:\n${output}")
  endif()
endif()

if(CASE STREQUAL "header_alone")
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/build --target kindred_vectors_verify_interface_header_sets
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(FIND "${output}" "planted.h" position)
  if(status EQUAL 0 OR position EQUAL -1)
    message(FATAL_ERROR "a header that does not compile alone was accepted:\n${output}")
  endif()
endif()
file(REMOVE_RECURSE ${WORK})
