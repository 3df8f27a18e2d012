// Files on their way in and out. The SDK's four steps of an upload: a name, a signed form, the form itself (without token),
// and then the registration as Data (datas.cpp).
#include "api/context.h"
#include "api/fields.h"
#include "api/links.h"
#include "api/multipart.h"
#include "api/ranges.h"
#include "api/routes/handlers.h"
#include "usecases/own.h"
#include "usecases/upload_object.h"

namespace kindred::api {
namespace {

constexpr std::size_t kMaxField = 4096;  // bytes of a form field's value

Result<ConnectorId> connector_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<ConnectorId>(request, "connector"));
  return usecases::own_connector(context.workspace, context.caller, id);
}

// The form of an upload: fields first, then the file, which goes to the storage as it comes.
class UploadForm : public BodySink, MultipartParser::Receiver {
 public:
  UploadForm(Context& context, ConnectorId connector, MultipartParser parser)
      : context_(context), connector_(connector), parser_(std::move(parser)) {}

  Result<void> write(std::span<const std::uint8_t> piece) override { return parser_.feed(piece, *this); }

  Result<Response> finish() override {
    TRY(parser_.finish());
    if (!upload_) return invalid("The form has no part 'file'");
    TRY(upload_->finish());
    return no_content();
  }

 private:
  Result<void> begin_part(const PartHeader& header) override {
    if (upload_) return invalid("The part 'file' must be the form's last");
    field_ = header.name;
    if (field_ != "file") return {};
    TRY(context_.signer.check("POST", signed_name(connector_, key_), {expires_, signature_}, unix_now()));
    upload_.emplace(TRY(usecases::ObjectUpload::begin(context_.workspace, connector_, key_, content_type_)));
    return {};
  }

  Result<void> part_data(std::span<const std::uint8_t> bytes) override {
    if (upload_) return upload_->write(bytes);
    std::string* value = value_of_field();
    if (value == nullptr) return {};
    if (value->size() + bytes.size() > kMaxField) return invalid("The form's field '" + field_ + "' is too long");
    value->append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  }

  Result<void> end_part() override { return {}; }

  std::string* value_of_field() {
    if (field_ == "key") return &key_;
    if (field_ == "expires") return &expires_;
    if (field_ == "signature") return &signature_;
    if (field_ == "Content-Type") return &content_type_;
    return nullptr;  // others are of no interest
  }

  Context& context_;
  ConnectorId connector_;
  MultipartParser parser_;
  std::string field_;
  std::string key_;
  std::string expires_;
  std::string signature_;
  std::string content_type_;
  std::optional<usecases::ObjectUpload> upload_;
};

}  // namespace

Result<Response> name_object(Context& context, const Request& request) {
  const auto organization = TRY(id_of<OrganizationId>(request, "organization"));
  TRY(usecases::own_organization(context.workspace, context.caller, organization));
  TRY(connector_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string type = TRY(required_string(body, "type"));
  if (type != "DATA") return unsupported("Object names of the type '" + type + "' are not given here, only DATA");
  const std::string filename = TRY(required_string(body, "filename"));
  const auto folder = TRY(optional_string(body, "upload_dir"));
  return json_response({{"object_name", TRY(usecases::new_object_name(filename, folder.value_or("")))}});
}

Result<Response> sign_upload(Context& context, const Request& request) {
  const ConnectorId connector = TRY(connector_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string object_name = TRY(required_string(body, "object_name"));
  const SignedGrant grant = context.signer.sign("POST", signed_name(connector, object_name), unix_now(), kLinkSeconds);
  const json::object fields{{"key", object_name}, {"expires", grant.expires}, {"signature", grant.signature}};
  // "minio" is the SDK's word for a storage that takes a signed form.
  return json_response({{"client_type", "minio"},
                        {"presigned_url_data", {{"url", context.base_url + "/storage/" + to_string(connector)}, {"fields", fields}}}});
}

// Parts are not taken: at an answer without an upload_id the SDK sends the whole file in one form, which is streamed to the disk.
Result<Response> decline_multipart_upload(Context& context, const Request& request) {
  TRY(connector_of(context, request));
  return json_response(json::object());
}

Result<Response> sign_download(Context& context, const Request& request) {
  TRY(connector_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string object_name = TRY(required_string(body, "object_name"));
  return json_response({{"presigned_url", download_url(context, object_name)}});
}

Result<std::unique_ptr<BodySink>> receive_object(Context& context, const Request& request) {
  const auto connector = TRY(id_of<ConnectorId>(request, "connector"));
  auto parser = TRY(MultipartParser::create(request.headers.find("Content-Type").value_or("")));
  return std::unique_ptr<BodySink>(std::make_unique<UploadForm>(context, connector, std::move(parser)));
}

Result<Response> send_object(Context& context, const Request& request) {
  const auto connector = TRY(id_of<ConnectorId>(request, "connector"));
  const std::string& name = request.parameter("object");
  const SignedGrant grant{request.query.one("expires").value_or(""), request.query.one("signature").value_or("")};
  TRY(context.signer.check("GET", signed_name(connector, name), grant, unix_now()));
  usecases::OpenedObject object = TRY(usecases::open_object(context.workspace, connector, name));
  const std::string_view type =
      object.content_type.empty() ? std::string_view("application/octet-stream") : std::string_view(object.content_type);
  const auto file = std::make_shared<const MappedFile>(std::move(object.file));
  Response response = serve_file(request, {file->bytes(), file, type, "\"" + object.sha256 + "\"", "private, max-age=3600"});
  // Whatever was uploaded must not run as a page of this server.
  response.headers.add("Content-Security-Policy", "default-src 'none'; sandbox");
  return response;
}

}  // namespace kindred::api
