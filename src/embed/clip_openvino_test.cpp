// Law: a model that open_clip has but Kindred has not in full is used for what it can do, and refuses the rest by name.

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

#include "base/testing/temp_folder.h"
#include "embed/backends.h"
#include "embed/safetensors.h"
#include "embed/seeded_checkpoint.h"

namespace kindred::embed {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string config_with(std::string_view text_options) {
  return R"({"model_cfg": {"embed_dim": 16, "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 16, "layers": 1, "head_width": 8},
             "text_cfg": {"context_length": 8, "width": 16, "heads": 2, "layers": 1, )" +
         std::string(text_options) + "}}}";
}

class ClipOpenVino : public ::testing::Test {
 protected:
  void SetUp() override {
    if (backends().empty()) GTEST_SKIP() << "built without OpenVINO";
  }
  std::unique_ptr<Embedder> open(const std::string& config) const {
    EXPECT_TRUE(write_seeded_checkpoint(folder_.path(), config));
    auto model = open_model(folder_.path(), {.precision = Precision::fp32});
    EXPECT_TRUE(model) << model.error().message;
    return *std::move(model);
  }
  const testing::TempFolder folder_;
};

TEST_F(ClipOpenVino, AnotherTokenizerLeavesPictures) {
  const auto model = open(config_with(R"("vocab_size": 100, "hf_tokenizer_name": "bert-base-uncased")"));
  EXPECT_TRUE(model->embed_images(seeded_pictures(1, 16), 1));
  const std::vector<std::string> texts{"a cat"};
  const auto refused = model->embed_texts(texts);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(refused.error().message, AllOf(HasSubstr("hf_tokenizer_name"), HasSubstr("bert-base-uncased")));
  EXPECT_FALSE(model->tokenize("a cat"));
}

TEST_F(ClipOpenVino, AVocabularyTooSmallForTheTokenizerIsRefused) {
  const auto model = open(config_with(R"("vocab_size": 1000)"));
  const std::vector<std::string> texts{"a cat"};
  const auto refused = model->embed_texts(texts);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("1000"));
}

struct ThreadState {
  int niceness = 0;
  std::uint64_t nanoseconds = 0;  // on a CPU so far
};

// Of every thread of this process: the 19th field of /proc/self/task/ID/stat (counted after the name in brackets) and the first
// of its schedstat.
std::map<std::string, ThreadState> thread_states() {
  std::map<std::string, ThreadState> states;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    ThreadState state;
    std::ifstream(task.path() / "schedstat") >> state.nanoseconds;
    std::ifstream file(task.path() / "stat");
    std::string field;
    std::getline(file, field, ')');
    for (int i = 3; i <= 19; ++i)
      file >> field;
    state.niceness = std::atoi(field.c_str());
    states.emplace(task.path().filename(), state);
  }
  return states;
}

// Niceness of the thread, other than the caller's, that was on a CPU longest during `work`.
int busiest_niceness(const std::function<void()>& work) {
  auto before = thread_states();
  work();
  ThreadState busiest;
  for (const auto& [id, state] : thread_states()) {
    const std::uint64_t worked = state.nanoseconds - before[id].nanoseconds;
    if (id != std::to_string(::gettid()) && worked > busiest.nanoseconds) busiest = {state.niceness, worked};
  }
  return busiest.niceness;
}

TEST_F(ClipOpenVino, PicturesAreWorkedOnAtLowPriority) {
  ASSERT_TRUE(write_seeded_checkpoint(folder_.path(), config_with(R"("vocab_size": 100)")));
  const auto model = *open_model(folder_.path(), {.precision = Precision::fp32, .threads = 1, .streams = 1});
  const auto pixels = seeded_pictures(8, 16);
  ASSERT_TRUE(model->embed_images(pixels, 8));
  EXPECT_EQ(busiest_niceness([&] { EXPECT_TRUE(model->embed_images(pixels, 8)); }), 10);
}

// Two models of one shape must not be taken for each other in a shared cache of compiled graphs.
TEST_F(ClipOpenVino, AKeptGraphIsNotUsedForOtherWeights) {
  const EmbedderOptions options{.precision = Precision::fp32, .cache_folder = (folder_ / "cache").string()};
  ASSERT_TRUE(write_seeded_checkpoint(folder_.path(), config_with(R"("vocab_size": 100)")));
  const auto pixels = seeded_pictures(1, 16);
  const auto before = *(*open_model(folder_.path(), options))->embed_images(pixels, 1);

  const auto file = SafetensorsFile::open(folder_ / "open_clip_model.safetensors");
  std::vector<TensorPlan> plans;
  for (const auto& [name, tensor] : file->tensors())
    plans.push_back({name, tensor.shape, tensor.type});
  const auto changed = [&](const TensorPlan& plan) {
    const auto bytes = file->tensors().at(plan.name).bytes;
    std::vector<std::uint8_t> copy(bytes.begin(), bytes.end());
    if (plan.name == "visual.proj") copy[copy.size() / 2 + 3] ^= 0x80;  // the sign of one weight
    return copy;
  };
  ASSERT_TRUE(write_safetensors(folder_ / "changed.safetensors", plans, changed));
  std::filesystem::rename(folder_ / "changed.safetensors", folder_ / "open_clip_model.safetensors");
  const auto after = *(*open_model(folder_.path(), options))->embed_images(pixels, 1);
  EXPECT_THAT(after, ::testing::Not(::testing::Pointwise(::testing::FloatNear(1e-5F), before)));
}

TEST_F(ClipOpenVino, ABrokenFolderIsRefusedOnOpening) {
  ASSERT_TRUE(write_seeded_checkpoint(folder_.path(), config_with(R"("vocab_size": 100)")));
  std::filesystem::resize_file(folder_ / "open_clip_model.safetensors", 3000);
  const auto model = open_model(folder_.path(), {});
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, HasSubstr("open_clip_model.safetensors"));
}

}  // namespace
}  // namespace kindred::embed
