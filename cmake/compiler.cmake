# Warnings, the instruction-set floor, and sanitizers, for our own code only.

# x86-64-v2 is the floor: the binary starts on any machine since about 2009. Faster kernels are chosen at run time
# (function multi-versioning in the files that need it, OpenVINO for models).
add_library(kindred_flags INTERFACE)
target_compile_options(kindred_flags INTERFACE -march=x86-64-v2 -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wno-missing-field-initializers)
if(KINDRED_WERROR)
  target_compile_options(kindred_flags INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Statement expressions (TRY) are the one extension used; GCC marks them with __extension__.
  # GCC 12 reports std::variant and std::optional members as maybe-uninitialized and freed strings as dangling falsely.
  target_compile_options(kindred_flags INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-free-nonheap-object)
else()
  target_compile_options(kindred_flags INTERFACE -Wno-gnu-statement-expression -Wno-gnu-statement-expression-from-macro-expansion)
endif()
if(KINDRED_SANITIZE)
  add_compile_options(-fsanitize=${KINDRED_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${KINDRED_SANITIZE})
endif()
if(KINDRED_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()
