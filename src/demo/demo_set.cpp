#include "demo/demo_set.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "base/files.h"
#include "base/json.h"
#include "base/threads.h"
#include "demo/compose.h"
#include "images/pillow_resize.h"
#include "images/thumbnail.h"

namespace kindred::demo {
namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

constexpr int kGoodQuality = 92;
constexpr int kPoorQuality = 62;
constexpr std::string_view kTruth = "truth.json";

enum class Kind { single, scene, duplicate, odd_one, corrupt };

// What is to be drawn. Everything random about it comes from its seed, so it can be drawn by any thread, and again.
struct Plan {
  Kind kind = Kind::single;
  std::string file;  // relative to pictures/
  std::uint64_t seed = 0;
  std::vector<std::size_t> members;  // emoji
  std::size_t original = 0;          // of a duplicate: the plan that it copies
  int way = 0;                       // of a duplicate or corrupt file: how
};

struct Made {
  int width = 0;
  int height = 0;
  std::vector<PlacedShape> shapes;
  std::string why;  // what is odd, copied or broken about it
};

std::string slug(std::string_view label) {
  std::string text;
  for (const char c : label) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      text += c;
    else if (!text.empty() && text.back() != '-')
      text += '-';
  }
  while (!text.empty() && text.back() == '-')
    text.pop_back();
  return text;
}

std::string numbered(std::string_view name, std::size_t number, std::string_view ending) {
  std::string digits = std::to_string(number);
  digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
  return std::string(name) + "-" + digits + std::string(ending);
}

json::object options_as_json(const DemoSetOptions& options) {
  return {{"seed", options.seed},         {"singles", options.singles},
          {"scenes", options.scenes},     {"duplicates", options.duplicates},
          {"odd_ones", options.odd_ones}, {"wrong_labels", options.wrong_labels}};
}

class DemoSet {
 public:
  DemoSet(const DemoSetOptions& options, const StopFlag& stop, const std::function<void(std::int64_t, std::int64_t)>& progress)
      : options_(options), stop_(stop), progress_(progress), random_(options.seed) {}

  Result<void> make() {
    catalog_ = TRY(load_emoji(options_.emoji_pictures, options_.emojibase));
    plan_singles();
    plan_scenes();
    plan_duplicates();
    plan_odd_ones();
    plan_corrupt_files();
    TRY(draw_all());
    const json::array wrong_labels = describe_annotations();
    TRY(write_json("annotations.json",
                   {{"images", std::move(images_)}, {"annotations", std::move(annotations_)}, {"categories", categories()}}));
    return write_json(kTruth, truth(wrong_labels));  // last: with it the set is complete
  }

 private:
  void plan_singles() {
    const std::size_t count = std::min(catalog_.size(), static_cast<std::size_t>(std::max(0, options_.singles)));
    for (std::size_t i = 0; i < count; ++i) {
      const std::string ending = i % 8 == 0 ? ".png" : ".jpg";
      plans_.push_back({Kind::single, "singles/" + numbered(slug(catalog_[i].label), i, ending), random_.next(), {i}, 0, 0});
    }
    singles_ = plans_.size();
  }

  // Flags are left out: in a scene they hide what they are.
  void plan_scenes() {
    std::vector<std::size_t> things;
    for (std::size_t i = 0; i < catalog_.size(); ++i) {
      if (catalog_[i].kind != "country-flag") things.push_back(i);
    }
    for (int i = 0; i < options_.scenes; ++i) {
      std::vector<std::size_t> members;
      const int count = random_.whole(3, 7);
      for (int m = 0; m < count; ++m)
        members.push_back(random_.pick(std::span<const std::size_t>(things)));
      plans_.push_back({Kind::scene, numbered("scenes/scene", static_cast<std::size_t>(i), ".jpg"), random_.next(), members, 0, 0});
    }
  }

  void plan_duplicates() {
    std::vector<std::size_t> originals(plans_.size());
    for (std::size_t i = 0; i < originals.size(); ++i)
      originals[i] = i;
    random_.shuffle(std::span(originals));
    const std::size_t count = std::min(originals.size(), static_cast<std::size_t>(std::max(0, options_.duplicates)));
    for (std::size_t i = 0; i < count; ++i) {
      Plan plan = plans_[originals[i]];
      plan.kind = Kind::duplicate;
      plan.original = originals[i];
      plan.way = static_cast<int>(i % 3);
      plan.file = numbered("extra/copy", i, plan.way == 0 ? fs::path(plan.file).extension().string() : ".jpg");
      plans_.push_back(std::move(plan));
    }
  }

  void plan_odd_ones() {
    for (int i = 0; i < options_.odd_ones; ++i) {
      plans_.push_back({Kind::odd_one, numbered("extra/odd", static_cast<std::size_t>(i), ".jpg"), random_.next(), {}, 0, 0});
    }
  }

  void plan_corrupt_files() {
    constexpr std::array kEndings{".jpg", ".jpg", ".png", ".png", ".jpg", ".png"};
    for (std::size_t i = 0; i < kEndings.size() && singles_ > 0; ++i) {
      Plan plan = plans_[i * 8 % singles_];  // every eighth is a PNG
      plan.kind = Kind::corrupt;
      plan.way = static_cast<int>(i);
      plan.file = numbered("extra/broken", i, kEndings[i]);
      plans_.push_back(std::move(plan));
    }
  }

  Result<void> draw_all() {
    for (const char* folder : {"singles", "scenes", "extra"})
      TRY(make_folders_durably(options_.folder / "pictures" / folder));
    made_.resize(plans_.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < usable_cpus(); ++i)
      threads.emplace_back([this] { work(); });
    threads.clear();  // joins
    if (first_error_) return *first_error_;
    return stop_.check();
  }

  void work() {
    while (!stop_.requested()) {
      const std::size_t index = next_.fetch_add(1);
      if (index >= plans_.size()) return;
      Result<Made> made = draw(plans_[index]);
      const std::scoped_lock lock(mutex_);
      if (!made) {
        if (!first_error_) first_error_ = std::move(made).error();
        next_.store(plans_.size());
        return;
      }
      made_[index] = *std::move(made);
      progress_(++done_, static_cast<std::int64_t>(plans_.size()));
    }
  }

  Result<Made> draw(const Plan& plan) const {
    Random random(plan.seed);
    if (plan.kind == Kind::odd_one) {
      OddOne odd = draw_odd_one(random);
      TRY(write(plan.file, TRY(images::encode_jpeg(odd.picture, kGoodQuality))));
      return Made{odd.picture.width, odd.picture.height, {}, std::move(odd.why)};
    }
    Composed composed = TRY(compose(catalog_, plan.members, random));
    if (plan.kind == Kind::corrupt) return draw_corrupt(plan, composed.picture);
    std::string why;
    if (plan.kind == Kind::duplicate) {
      why = plan.way == 0 ? "exact" : plan.way == 1 ? "reencoded" : "resized";
      if (plan.way == 2) shrink(composed);
    }
    const bool png = fs::path(plan.file).extension() == ".png";
    const int quality = plan.kind == Kind::duplicate && plan.way == 1 ? kPoorQuality : kGoodQuality;
    TRY(write(plan.file, png ? TRY(images::encode_png(composed.picture)) : TRY(images::encode_jpeg(composed.picture, quality))));
    return Made{composed.picture.width, composed.picture.height, std::move(composed.shapes), std::move(why)};
  }

  // A resized copy has no shapes: outlines along pixel edges would not be exact any more.
  static void shrink(Composed& composed) {
    composed.picture =
        images::resize(composed.picture, composed.picture.width * 4 / 5, composed.picture.height * 4 / 5, images::Filter::bicubic);
    composed.shapes.clear();
  }

  Result<Made> draw_corrupt(const Plan& plan, const images::Image& picture) const {
    Bytes bytes =
        fs::path(plan.file).extension() == ".png" ? TRY(images::encode_png(picture)) : TRY(images::encode_jpeg(picture, kGoodQuality));
    std::string why;
    switch (plan.way) {
      case 0:
        bytes.resize(bytes.size() / 2);
        why = "cut off in the middle";
        break;
      case 1:
        bytes.clear();
        why = "empty";
        break;
      case 2:
        bytes.resize(bytes.size() / 3);
        why = "cut off after a third";
        break;
      case 3:
        std::fill(bytes.begin() + 12, bytes.begin() + 29, std::uint8_t{0xFF});
        why = "header overwritten";
        break;
      case 4: {
        constexpr std::string_view kText = "This is a text file that is called .jpg\n";
        bytes.assign(kText.begin(), kText.end());
        why = "a text file";
        break;
      }
      default:
        bytes.resize(20);
        why = "cut off in the header";
        break;
    }
    TRY(write(plan.file, bytes));
    return Made{0, 0, {}, std::move(why)};
  }

  // Plain writes: a set that was cut off has no truth.json and is made again.
  [[nodiscard]] Result<void> write(const std::string& file, const Bytes& bytes) const {
    return write_file_durably(options_.folder / "pictures" / file, bytes);
  }

  Result<void> write_json(std::string_view name, const json::object& object) const {
    const std::string text = json::serialize(object) + "\n";
    return write_file_durably(options_.folder / name, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  }

  std::int64_t category_of(const std::string& kind) {
    const auto place = std::find(kinds_.begin(), kinds_.end(), kind);
    if (place != kinds_.end()) return place - kinds_.begin() + 1;
    kinds_.push_back(kind);
    return static_cast<std::int64_t>(kinds_.size());
  }

  // Fills the COCO lists; gives the truth about the wrong labels.
  json::array describe_annotations() {
    for (const Emoji& emoji : catalog_)
      category_of(emoji.kind);
    struct Reference {
      std::size_t annotation;
      std::size_t plan;
      std::string kind;
    };
    std::vector<Reference> in_scenes;
    for (std::size_t i = 0; i < plans_.size(); ++i) {
      if (plans_[i].kind == Kind::corrupt) continue;
      const auto image_id = static_cast<std::int64_t>(images_.size() + 1);
      images_.push_back({{"id", image_id}, {"file_name", plans_[i].file}, {"width", made_[i].width}, {"height", made_[i].height}});
      for (const PlacedShape& shape : made_[i].shapes) {
        const std::string& kind = catalog_[shape.emoji].kind;
        if (plans_[i].kind == Kind::scene) in_scenes.push_back({annotations_.size(), i, kind});
        annotations_.push_back(annotation(shape, image_id, category_of(kind)));
      }
    }
    random_.shuffle(std::span(in_scenes));
    json::array wrong;
    const std::size_t count = std::min(in_scenes.size(), static_cast<std::size_t>(std::max(0, options_.wrong_labels)));
    for (std::size_t i = 0; i < count; ++i) {
      std::string label = in_scenes[i].kind;
      while (label == in_scenes[i].kind)
        label = random_.pick(std::span<const std::string>(kinds_));
      json::object& row = annotations_[in_scenes[i].annotation].as_object();
      row["category_id"] = category_of(label);
      wrong.push_back(
          {{"annotation_id", row["id"]}, {"file", plans_[in_scenes[i].plan].file}, {"label", label}, {"true_label", in_scenes[i].kind}});
    }
    return wrong;
  }

  json::object annotation(const PlacedShape& shape, std::int64_t image_id, std::int64_t category) const {
    json::array segmentation;
    for (const Polygon& polygon : shape.outline.polygons) {
      json::array coordinates;
      for (const Point& point : polygon) {
        coordinates.emplace_back(point.x);
        coordinates.emplace_back(point.y);
      }
      segmentation.emplace_back(std::move(coordinates));
    }
    const Outline& outline = shape.outline;
    return {{"id", annotations_.size() + 1},
            {"image_id", image_id},
            {"category_id", category},
            {"bbox", json::array{outline.x, outline.y, outline.width, outline.height}},
            {"area", outline.area},
            {"segmentation", std::move(segmentation)},
            {"iscrowd", 0}};
  }

  [[nodiscard]] json::array categories() const {
    json::array list;
    for (std::size_t i = 0; i < kinds_.size(); ++i)
      list.push_back({{"id", i + 1}, {"name", kinds_[i]}});
    return list;
  }

  [[nodiscard]] json::object truth(const json::array& wrong_labels) const {
    json::array pictures;
    json::array duplicates;
    json::array odd_ones;
    json::array corrupt_files;
    for (std::size_t i = 0; i < plans_.size(); ++i) {
      const Plan& plan = plans_[i];
      switch (plan.kind) {
        case Kind::single:
        case Kind::scene: pictures.push_back({{"file", plan.file}, {"shows", names_of(plan.members)}}); break;
        case Kind::duplicate: duplicates.push_back({{"file", plan.file}, {"of", plans_[plan.original].file}, {"how", made_[i].why}}); break;
        case Kind::odd_one: odd_ones.push_back({{"file", plan.file}, {"why", made_[i].why}}); break;
        case Kind::corrupt: corrupt_files.push_back({{"file", plan.file}, {"why", made_[i].why}}); break;
      }
    }
    return {{"options", options_as_json(options_)}, {"pictures", pictures},        {"duplicates", duplicates}, {"odd_ones", odd_ones},
            {"corrupt_files", corrupt_files},       {"wrong_labels", wrong_labels}};
  }

  [[nodiscard]] json::array names_of(const std::vector<std::size_t>& members) const {
    json::array names;
    for (const std::size_t member : members) {
      const Emoji& emoji = catalog_[member];
      names.push_back({{"label", emoji.label}, {"kind", emoji.kind}, {"tags", json::array(emoji.tags.begin(), emoji.tags.end())}});
    }
    return names;
  }

  const DemoSetOptions& options_;
  const StopFlag& stop_;
  const std::function<void(std::int64_t, std::int64_t)>& progress_;
  Random random_;
  std::vector<Emoji> catalog_;
  std::vector<Plan> plans_;
  std::size_t singles_ = 0;

  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;  // guards what follows while threads draw
  std::vector<Made> made_;
  std::optional<Error> first_error_;
  std::int64_t done_ = 0;

  std::vector<std::string> kinds_;  // COCO categories, by id - 1
  json::array images_;
  json::array annotations_;
};

bool is_complete(const DemoSetOptions& options) {
  const Result<std::string> text = read_text_file(options.folder / kTruth);
  if (!text) return false;
  const Result<json::object> truth = parse_json_object(*text, kTruth);
  const json::value* made_with = truth ? truth->if_contains("options") : nullptr;
  return made_with != nullptr && *made_with == json::value(options_as_json(options));
}

}  // namespace

Result<void> make_demo_set(const DemoSetOptions& options, const StopFlag& stop,
                           const std::function<void(std::int64_t done, std::int64_t total)>& progress) {
  if (is_complete(options)) return {};
  return DemoSet(options, stop, progress).make();
}

}  // namespace kindred::demo
