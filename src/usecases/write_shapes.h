// The one door for writes that make, edit or remove shapes of a version: what has to follow a version's shapes (their embeddings)
// follows from here, in the same transaction. Thread-safety: any thread.
#pragma once

#include <type_traits>

#include "store/database.h"
#include "usecases/shape_embeddings.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

// As Database::write(). Triggers have marked what is to be embedded when `work` has run (store/migrations/annotations.h); a Job that
// does it is queued with it.
template <typename Work>
std::invoke_result_t<Work, store::Connection&> write_shapes(Workspace& workspace, const Caller& caller, DatasetVersionId version,
                                                            Work work) {
  using R = std::invoke_result_t<Work, store::Connection&>;
  bool wake = false;
  R written = workspace.database().write([&](store::Connection& c) -> R {
    R result = work(c);
    if (result) wake = TRY(embed_changed_shapes(c, caller, version));
    return result;
  });
  if (written && wake) workspace.jobs().wake();
  return written;
}

}  // namespace kindred::usecases
