// The open_clip backend: both towers run by OpenVINO on the CPU, each compiled when it is first needed.
//
// Pictures: `streams` requests of one thread each, at low priority, so that searches stay quick while a folder is embedded.
// Texts: one request over all threads at ordinary priority, because somebody waits for it.

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <future>
#include <mutex>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>
#include <optional>
#include <thread>

#include "base/bounded_queue.h"
#include "base/threads.h"
#include "embed/backends/clip_graph.h"
#include "embed/checkpoint.h"
#include "embed/embedder.h"
#include "embed/open_clip_config.h"
#include "embed/preprocess.h"
#include "embed/tokenizer.h"

namespace kindred::embed {
namespace {

constexpr std::string_view kConfigFile = "open_clip_config.json";
constexpr std::uint64_t kMaxConfigBytes = 1'000'000;
constexpr std::size_t kDefaultBatch = 8;  // measured: larger ones gain nothing on one thread and cost memory
constexpr std::size_t kMaxStreams = 16;   // each keeps some 10 MB a picture of a ViT-B/16; beyond, streams get several threads
constexpr std::size_t kTextBatch = 16;

// Runs what OpenVINO does; its exceptions become Errors.
template <typename Work>
auto guarded(std::string_view doing, const Work& work) -> Result<decltype(work())> {
  try {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (const std::exception& failure) {
    return Error{ErrorKind::internal, "OpenVINO failed in " + std::string(doing), failure.what()};
  }
}

ov::Core& core() {
  static ov::Core instance;
  return instance;
}

bool cpu_has_bf16() {
  const auto capabilities = core().get_property("CPU", ov::device::capabilities);
  return std::ranges::find(capabilities, std::string(ov::device::capability::BF16)) != capabilities.end();
}

Result<Precision> precision_in_force(Precision wanted) {
  const bool has_bf16 = TRY(guarded("asking for the CPU's abilities", cpu_has_bf16));
  if (wanted == Precision::automatic) return has_bf16 ? Precision::bf16 : Precision::fp32;
  if (wanted == Precision::bf16 && !has_bf16) return unsupported("This CPU has no bf16 arithmetic: choose the precision fp32 or auto");
  return wanted;
}

// One compiled graph and the requests that run it.
class Tower {
 public:
  Tower(const std::shared_ptr<ov::Model>& model, const ov::AnyMap& properties, std::size_t requests) : idle_(requests) {
    compiled_ = core().compile_model(model, "CPU", properties);
    for (std::size_t i = 0; i < requests; ++i)
      idle_.push(compiled_.create_infer_request());
  }

  // Waits for an idle request. Gives the output of `inputs`: rows x columns floats.
  std::vector<float> run(const std::vector<ov::Tensor>& inputs) {
    const Lease lease(idle_);
    ov::InferRequest request = lease.request;
    for (std::size_t i = 0; i < inputs.size(); ++i)
      request.set_input_tensor(i, inputs[i]);
    request.start_async();
    request.wait();
    const ov::Tensor output = request.get_output_tensor();
    const float* values = output.data<const float>();
    return {values, values + output.get_size()};
  }

 private:
  struct Lease {
    explicit Lease(BoundedQueue<ov::InferRequest>& from) : queue(from), request(*from.pop()) {}
    ~Lease() { queue.push(request); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    BoundedQueue<ov::InferRequest>& queue;
    ov::InferRequest request;
  };

  ov::CompiledModel compiled_;
  BoundedQueue<ov::InferRequest> idle_;
};

// A tower that is made by the first who needs it. A failure is kept: the same folder would fail again.
class LazyTower {
 public:
  Result<Tower*> get(const std::function<std::unique_ptr<Tower>()>& make) {
    const std::scoped_lock lock(mutex_);
    if (failure_) return *failure_;
    if (tower_ == nullptr) {
      auto made = guarded("compiling the model", make);
      if (!made) {
        failure_ = made.error();
        return *failure_;
      }
      tower_ = *std::move(made);
    }
    return tower_.get();
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<Tower> tower_;
  std::optional<Error> failure_;
};

// A thread inherits the priority of the one that makes it, and OpenVINO makes the threads of a model's streams while it compiles
// the model. It has no option for their priority.
std::unique_ptr<Tower> at_low_priority(const std::function<std::unique_ptr<Tower>()>& make) {
  std::packaged_task<std::unique_ptr<Tower>()> task([&] {
    lower_this_threads_priority();
    return make();
  });
  std::future<std::unique_ptr<Tower>> made = task.get_future();
  std::thread(std::move(task)).join();
  return made.get();  // throws what was thrown
}

// Makes each row of unit length, as torch.nn.functional.normalize does; in double, so that the length is exact.
Result<void> normalise(std::span<float> rows, std::size_t columns) {
  for (std::size_t at = 0; at < rows.size(); at += columns) {
    const auto row = rows.subspan(at, columns);
    double squares = 0;
    for (const float value : row)
      squares += static_cast<double>(value) * value;
    if (!std::isfinite(squares)) return internal_error("The model gave a vector that is not finite; try the precision fp32");
    const double length = std::max(std::sqrt(squares), 1e-12);
    for (float& value : row)
      value = static_cast<float>(value / length);
  }
  return {};
}

class ClipOpenVino final : public Embedder {
 public:
  ClipOpenVino(OpenClipConfig config, Checkpoint checkpoint, std::unique_ptr<Tokenizer> tokenizer, ModelInfo info,
               const EmbedderOptions& options)
      : config_(std::move(config)),
        checkpoint_(std::move(checkpoint)),
        tokenizer_(std::move(tokenizer)),
        info_(std::move(info)),
        options_(options) {}

  [[nodiscard]] const ModelInfo& info() const override { return info_; }

  [[nodiscard]] Result<Pixels> preprocess(images::Image image) const override {
    return embed::preprocess(std::move(image), info_.image_size, config_.preprocess);
  }

  Result<std::vector<float>> embed_images(std::span<const std::uint8_t> pixels, std::size_t count) override {
    const auto side = static_cast<std::size_t>(info_.image_size);
    const std::size_t bytes_each = side * side * 3;
    if (pixels.size() != count * bytes_each) return invalid("The pixels of " + std::to_string(count) + " pictures are of another size");
    Tower* tower = TRY(vision_.get([this] { return make_vision(); }));
    std::vector<float> all;
    all.reserve(count * static_cast<std::size_t>(info_.dimension));
    for (std::size_t first = 0; first < count; first += info_.batch) {
      const std::size_t size = std::min(info_.batch, count - first);
      const ov::Tensor input(ov::element::u8, {size, side, side, 3}, pixels.data() + first * bytes_each);
      TRY(append(*tower, {input}, all));
    }
    return all;
  }

  Result<std::vector<float>> embed_texts(std::span<const std::string> texts) override {
    TRY(check_tokenizer());
    Tower* tower = TRY(text_.get([this] { return make_text(); }));
    std::vector<float> all;
    all.reserve(texts.size() * static_cast<std::size_t>(info_.dimension));
    for (std::size_t first = 0; first < texts.size(); first += kTextBatch) {
      TRY(embed_text_batch(*tower, texts.subspan(first, std::min(kTextBatch, texts.size() - first)), all));
    }
    return all;
  }

  [[nodiscard]] Result<std::vector<std::int64_t>> tokenize(std::string_view text) const override {
    TRY(check_tokenizer());
    return tokenizer_->encode(text);
  }

 private:
  [[nodiscard]] Result<void> check_tokenizer() const {
    if (tokenizer_ == nullptr) return unsupported("The model '" + info_.key + "' embeds pictures only: " + config_.text.tokenizer_refusal);
    return {};
  }

  Result<void> append(Tower& tower, const std::vector<ov::Tensor>& inputs, std::vector<float>& all) const {
    std::vector<float> rows = TRY(guarded("running the model", [&] { return tower.run(inputs); }));
    TRY(normalise(rows, static_cast<std::size_t>(info_.dimension)));
    all.insert(all.end(), rows.begin(), rows.end());
    return {};
  }

  // The token that stands for a text.
  [[nodiscard]] std::int64_t position(std::span<const std::int64_t> ids) const {
    switch (config_.text.pool) {
      case TextPool::highest_id: return std::ranges::max_element(ids) - ids.begin();
      case TextPool::end_id: {
        const auto place = std::ranges::find(ids, config_.text.end_id);
        return place == ids.end() ? 0 : place - ids.begin();  // as argmax over zeros
      }
      case TextPool::first: return 0;
      case TextPool::last: return static_cast<std::int64_t>(ids.size()) - 1;
    }
    return 0;
  }

  Result<void> embed_text_batch(Tower& tower, std::span<const std::string> texts, std::vector<float>& all) const {
    const auto context = static_cast<std::size_t>(info_.context_length);
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> positions;
    for (const std::string& text : texts) {
      const std::vector<std::int64_t> encoded = tokenizer_->encode(text);
      if (const auto beyond = std::ranges::find_if(encoded, [&](auto id) { return id >= config_.text.vocab_size; });
          beyond != encoded.end()) {
        return unsupported("The model '" + info_.key + "' has " + std::to_string(config_.text.vocab_size) +
                           " tokens, too few for CLIP's tokenizer");
      }
      positions.push_back(position(encoded));
      ids.insert(ids.end(), encoded.begin(), encoded.end());
    }
    // Under a causal mask a token does not see those after it: the tower may stop at the last token that counts.
    const std::size_t length = config_.text.causal ? static_cast<std::size_t>(std::ranges::max(positions)) + 1 : context;
    std::vector<std::int64_t> seen(texts.size() * length);
    for (std::size_t row = 0; row < texts.size(); ++row)
      std::copy_n(&ids[row * context], length, &seen[row * length]);
    return append(
        tower,
        {ov::Tensor(ov::element::i64, {texts.size(), length}, seen.data()), ov::Tensor(ov::element::i64, {texts.size()}, positions.data())},
        all);
  }

  [[nodiscard]] ov::AnyMap properties() const {
    ov::AnyMap out;
    out.emplace(ov::hint::inference_precision(info_.precision == Precision::bf16 ? ov::element::bf16 : ov::element::f32));
    out.emplace(ov::hint::enable_cpu_pinning(false));
    if (!options_.cache_folder.empty()) out.emplace(ov::cache_dir(options_.cache_folder));
    return out;
  }

  [[nodiscard]] std::unique_ptr<Tower> make_vision() const {
    ov::AnyMap with = properties();
    with.emplace(ov::hint::performance_mode(ov::hint::PerformanceMode::THROUGHPUT));
    with.emplace(ov::num_streams(static_cast<int>(info_.streams)));
    with.emplace(ov::inference_num_threads(static_cast<int>(threads())));
    return at_low_priority([&] { return std::make_unique<Tower>(build_vision_graph(config_, checkpoint_), with, info_.streams); });
  }

  [[nodiscard]] std::unique_ptr<Tower> make_text() const {
    ov::AnyMap with = properties();
    with.emplace(ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY));
    with.emplace(ov::num_streams(1));
    with.emplace(ov::inference_num_threads(static_cast<int>(threads())));
    return std::make_unique<Tower>(build_text_graph(config_, checkpoint_), with, 1);
  }

  [[nodiscard]] std::size_t threads() const { return options_.threads != 0 ? options_.threads : usable_cpus(); }

  const OpenClipConfig config_;
  const Checkpoint checkpoint_;
  const std::unique_ptr<Tokenizer> tokenizer_;  // null: texts are refused
  const ModelInfo info_;
  const EmbedderOptions options_;
  LazyTower vision_;
  LazyTower text_;
};

}  // namespace

bool recognises_open_clip(const std::filesystem::path& folder) { return std::filesystem::is_regular_file(folder / kConfigFile); }

Result<std::unique_ptr<Embedder>> make_clip_openvino(const std::filesystem::path& folder, const EmbedderOptions& options) {
  const std::string json = TRY(read_text_file(folder / kConfigFile, kMaxConfigBytes));
  OpenClipConfig config = TRY(parse_open_clip_config(json, (folder / kConfigFile).string()));
  const std::filesystem::path weights = TRY(Checkpoint::find(folder));
  Checkpoint checkpoint = TRY(Checkpoint::open(weights, config));
  std::unique_ptr<Tokenizer> tokenizer;
  if (config.text.tokenizer_refusal.empty()) tokenizer = TRY(Tokenizer::make(config.text.context_length));

  const std::size_t threads = options.threads != 0 ? options.threads : usable_cpus();
  ModelInfo info;
  info.key = options.key.empty() ? std::filesystem::weakly_canonical(folder).filename().string() : options.key;
  info.dimension = config.dimension;
  info.image_size = config.vision.image_size;
  info.context_length = config.text.context_length;
  info.precision = TRY(precision_in_force(options.precision));
  info.batch = options.batch != 0 ? options.batch : kDefaultBatch;
  info.streams = options.streams != 0 ? options.streams : std::min(threads, kMaxStreams);
  return std::unique_ptr<Embedder>(
      std::make_unique<ClipOpenVino>(std::move(config), std::move(checkpoint), std::move(tokenizer), std::move(info), options));
}

}  // namespace kindred::embed
