// Which files of a YOLO dataset are what: data.yaml, label files, pictures and lists of pictures.
// Thread-safety: one thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "annotations/annotation_file.h"
#include "annotations/files.h"

namespace kindred::annotations {

// What data.yaml (or classes.txt, as labelImg writes it) says.
struct YoloNames {
  std::vector<Label> labels;                 // by class
  std::size_t keypoints = 0;                 // of each shape, from kpt_shape
  std::size_t keypoint_numbers = 3;          // x and y, or with visibility
  std::map<std::string, std::string> lists;  // files that list pictures, and their split when only one has them
};

class YoloLayout {
 public:
  explicit YoloLayout(const std::vector<std::string>& names);

  // Candidates for the names, the best first; those of YAML may turn out to be something else.
  [[nodiscard]] const std::vector<std::string>& names_files() const { return names_files_; }
  // A .txt under a labels folder; where there is no such folder, any but lists and names.
  [[nodiscard]] bool is_label_file(std::string_view name) const;
  // One path a line. Their label files are those of the same path under labels/.
  void add_list(std::string_view text, const std::string& split);

  // The picture of a label file, which is then no longer left.
  Picture take_picture(std::string_view label_file);
  [[nodiscard]] const std::map<std::string, Picture>& pictures_left() const { return pictures_; }

 private:
  void add_picture(std::string_view path, const std::string& split);

  bool has_labels_folder_ = false;
  std::vector<std::string> names_files_;
  std::map<std::string, Picture> pictures_;  // by the path of their label file from labels/ on, without extension
};

// `invalid` when no file has the names.
Result<YoloNames> read_names(SourceFiles& files, const YoloLayout& layout, Report& report);

}  // namespace kindred::annotations
