// For tests of this module: a database in a folder of its own, with the rows that everything else hangs on.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "base/crypto.h"
#include "base/testing/temp_folder.h"
#include "store/assets.h"
#include "store/database.h"
#include "store/datas.h"
#include "store/datasets.h"
#include "store/organizations.h"

namespace kindred::store {

// The value of what may not fail in a test; otherwise the reason on standard error and the end.
template <typename T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "unexpected error: %s (%s)\n", result.error().message.c_str(), result.error().detail.c_str());
    std::abort();
  }
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

class TestWorkspace {
 public:
  Database& database() { return *database_; }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "kindred.sqlite"; }
  void reopen() {
    database_.reset();
    database_ = must(open_database(path()));
  }

  template <typename Work>
  auto write(Work work) {
    return must(database_->write(std::move(work)));
  }
  template <typename Work>
  auto read(Work work) {
    return must(database_->read(std::move(work)));
  }

  TestWorkspace() : database_(must(open_database(path()))) {
    write([&](Connection& c) -> Result<void> {
      organization = TRY(create_organization(c, "Acme"));
      datalake = TRY(create_datalake(c, organization.id, organization.default_connector_id, "default"));
      dataset = TRY(create_dataset(c, organization.id, "birds", ""));
      version = TRY(create_version(c, dataset.id, "first", "", InferenceType::not_configured));
      return {};
    });
  }

  // A Data of the default Datalake that is not stored yet.
  Data new_data(const std::string& object_name) {
    Data data;
    data.id = DataId::make();
    data.datalake_id = datalake.id;
    data.object_name = object_name;
    data.filename = std::filesystem::path(object_name).filename().string();
    data.content_type = "image/png";
    data.upload_status = UploadStatus::done;
    data.width = 640;
    data.height = 480;
    data.bytes = object_name.size();
    data.sha256 = hex(sha256(object_name));
    data.created_at = now();
    return data;
  }
  Data add_data(const std::string& object_name) {
    Data data = new_data(object_name);
    write([&](Connection& c) { return insert_data(c, data); });
    return data;
  }
  // Data "0.png", "1.png" … in one transaction.
  std::vector<DataId> add_datas(std::size_t count, const std::string& prefix = "") {
    std::vector<DataId> ids;
    write([&](Connection& c) -> Result<void> {
      for (std::size_t i = 0; i < count; ++i) {
        const Data data = new_data(prefix + std::to_string(i) + ".png");
        ids.push_back(data.id);
        TRY(insert_data(c, data));
      }
      return {};
    });
    return ids;
  }

  Organization organization;
  Datalake datalake;
  Dataset dataset;
  DatasetVersion version;

 private:
  kindred::testing::TempFolder folder_;
  std::unique_ptr<Database> database_;
};

}  // namespace kindred::store
