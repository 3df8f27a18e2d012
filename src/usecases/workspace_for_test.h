// For tests: a workspace in a folder of its own, with the bundled demo model, removed at the end.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/ids.h"
#include "usecases/browse.h"
#include "usecases/register_data.h"
#include "usecases/upload_object.h"
#include "usecases/visual_search.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

class WorkspaceTest : public ::testing::Test {
 protected:
  void SetUp() override { open(); }

  void TearDown() override {
    workspace.reset();
    std::filesystem::remove_all(folder);
  }

  void open() {
    WorkspaceOptions options;
    options.folder = folder;
    options.embedder.precision = embed::Precision::fp32;
    auto opened = Workspace::open(options);
    ASSERT_TRUE(opened) << opened.error().message;
    workspace = *std::move(opened);
    lake = default_datalake(*workspace, workspace->owner())->id;
  }

  void reopen() {
    workspace.reset();
    open();
  }

  static std::filesystem::path golden_pictures() { return std::filesystem::path(KINDRED_SOURCE_DIR) / "models/demo-clip/golden"; }

  // Uploads and registers a file under a fresh object name.
  Data add(const std::filesystem::path& file) {
    const auto bytes = read_file(file);
    EXPECT_TRUE(bytes) << file;
    return add(*bytes, file.filename().string());
  }

  Data add(const std::vector<std::uint8_t>& bytes, const std::string& filename) {
    NewData data;
    data.object_name = *new_object_name(filename, "");
    data.filename = filename;
    auto upload = ObjectUpload::begin(*workspace, workspace->owner().connector_id, data.object_name, "");
    EXPECT_TRUE(upload->write(bytes));
    EXPECT_TRUE(upload->finish());
    auto made = register_data(*workspace, workspace->owner(), lake, data);
    EXPECT_TRUE(made) << made.error().message;
    return *made;
  }

  std::vector<Data> add_golden_pictures() {
    std::vector<Data> datas;
    for (const auto& entry : std::filesystem::directory_iterator(golden_pictures()))
      datas.push_back(add(entry.path()));
    return datas;
  }

  Job ended(JobId id) {
    constexpr std::int64_t kPatienceMs = 120'000;
    auto job = workspace->jobs().wait(id, kPatienceMs);
    EXPECT_TRUE(job && is_final(job->status));
    return *job;
  }

  void activate() {
    EXPECT_TRUE(workspace->start_jobs());
    const auto job = activate_datalake(*workspace, workspace->owner(), lake, std::string(kDemoModelKey));
    ASSERT_TRUE(job) << job.error().message;
    EXPECT_EQ(ended(*job).status, JobStatus::succeeded);
  }

  // Until no job that embeds is queued or running.
  void settle() {
    while (true) {
      bool waiting = false;
      for (const JobStatus status : {JobStatus::queued, JobStatus::running}) {
        jobs::JobFilter filter;
        filter.status = status;
        const auto jobs = workspace->jobs().list(workspace->organization().id, filter);
        ASSERT_TRUE(jobs);
        for (const Job& job : *jobs) {
          ended(job.id);
          waiting = true;
        }
      }
      if (!waiting) return;
    }
  }

  EmbeddingCounts counts() { return visual_search_of(*workspace, lake)->counts; }

  std::filesystem::path folder = std::filesystem::path(::testing::TempDir()) / ("kindred-" + to_string(new_uuid()));
  std::unique_ptr<Workspace> workspace;
  DatalakeId lake;
};

}  // namespace kindred::usecases
