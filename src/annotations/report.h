// What reading or writing annotations found: counts, and for each kind of problem the first examples with their place.
//
// A problem never ends the reading by itself: the caller decides whether the good part is wanted. Memory is bounded whatever the file
// holds. Thread-safety: a value; not to be shared while it is added to.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kindred::annotations {

enum class ProblemKind {
  unreadable,  // a file, or the rest of it from a place on, could not be read
  refused,     // one Label, picture or shape was left out
  odd,         // kept, though somebody should look at it
  lost,        // when writing: the format can't say it
};
inline constexpr std::size_t kProblemKinds = 4;
std::string_view to_string(ProblemKind kind);

struct Problem {
  std::string place;   // "instances.json: annotations[17].bbox", "labels/a.txt:3"
  std::string reason;  // a sentence
};

class Report {
 public:
  static constexpr std::size_t kExamples = 100;          // kept for each kind
  static constexpr std::size_t kMaxExampleBytes = 1024;  // longer places and reasons are cut

  std::int64_t pictures = 0;
  std::int64_t shapes = 0;

  void add(ProblemKind kind, std::string_view place, std::string_view reason);
  [[nodiscard]] std::int64_t count(ProblemKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] const std::vector<Problem>& examples(ProblemKind kind) const { return examples_[static_cast<std::size_t>(kind)]; }
  // Whether everything in the file was good enough to be kept.
  [[nodiscard]] bool complete() const { return count(ProblemKind::unreadable) == 0 && count(ProblemKind::refused) == 0; }

 private:
  std::array<std::int64_t, kProblemKinds> counts_{};
  std::array<std::vector<Problem>, kProblemKinds> examples_;
};

}  // namespace kindred::annotations
