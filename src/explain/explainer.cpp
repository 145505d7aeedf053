// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/explainer.hpp"

#include <algorithm>
#include <iterator>
#include <openvino/core/except.hpp>
#include <string>

#include "core/file.hpp"
#include "explain/refine.hpp"
#include "explain/run.hpp"
#include "explain/stopwatch.hpp"
#include "methods/method_options.hpp"
#include "model/openvino_error.hpp"
#include "model/read_model.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope {

namespace {

/// What `action` returns; what OpenVINO throws becomes an Error of `kind`, which begins with `failure`.
template <typename Action>
auto with_errors_of(ErrorKind kind, const char* failure, const Action& action) {
    try {
        return action();
    } catch (const ov::Exception& error) {
        throw Error(kind, std::string(failure) + ": " + condense_openvino_error(error.what()));
    }
}

constexpr const char* rejected = "OpenVINO rejects the model";
constexpr const char* failed = "the inference device failed";

const ExplainerOptions& checked(const ExplainerOptions& options) {
    check_options(options);
    return options;
}

}  // namespace

struct Explainer::Impl {
    ExplainedModel model;
    SetupSeconds seconds;

    Impl(const std::shared_ptr<ov::Model>& from, const ExplainerOptions& options) : model(from, checked(options)) {
        std::ranges::move(unread_options(model.provenance.method, options.black_box, options.attribution),
                          std::back_inserter(model.warnings));
    }
};

Explainer::Explainer(const std::filesystem::path& file, const ExplainerOptions& options) {
    Stopwatch watch;
    const auto model = read_model(file, options.core);
    const auto hash = model_hash(file);
    const double read_seconds = watch.lap();
    m_impl = with_errors_of(ErrorKind::bad_model, rejected, [&] { return std::make_unique<Impl>(model, options); });
    m_impl->seconds.read_model = read_seconds;
    m_impl->seconds.compile = watch.lap();
    m_impl->model.provenance.model = path_text(file);
    m_impl->model.provenance.model_hash = hash;
}

Explainer::Explainer(const std::shared_ptr<const ov::Model>& model, const ExplainerOptions& options) {
    if (!model)
        throw Error(ErrorKind::bad_model, "expected a model, found a null pointer");
    Stopwatch watch;
    m_impl =
        with_errors_of(ErrorKind::bad_model, rejected, [&] { return std::make_unique<Impl>(model->clone(), options); });
    m_impl->seconds.compile = watch.lap();
    m_impl->model.provenance.model = model->get_friendly_name();
}

Explainer::Explainer(Explainer&&) noexcept = default;
Explainer& Explainer::operator=(Explainer&&) noexcept = default;
Explainer::~Explainer() = default;

Explanation Explainer::explain(Image image, const ExplainOptions& options) const {
    const auto& model = m_impl->model;
    auto result = with_errors_of(ErrorKind::device, failed, [&] {
        return model.session.options.augment == Augmentation::flips
                   ? explain_with_mirror_image(model, std::move(image), options)
                   : vinoscope::explain(model, model.session.source_of(std::move(image)), options);
    });
    smooth_pixels(result, model.session.options.smooth);
    return result;
}

Explanation Explainer::explain(const ImageView& image, const ExplainOptions& options) const {
    return explain(to_image(image), options);
}

Explanation Explainer::explain(Tensor input, Image original, const ExplainOptions& options) const {
    const auto& model = m_impl->model;
    if (model.session.options.augment != Augmentation::none)
        throw Error(ErrorKind::usage,
                    "augment: expected an image, found a tensor; mirror tensors before they are passed");
    auto result = with_errors_of(ErrorKind::device, failed, [&] {
        return vinoscope::explain(
            model, InputSource(std::move(input), std::move(original), model.session.input), options);
    });
    smooth_pixels(result, model.session.options.smooth);
    return result;
}

int Explainer::input_height() const {
    return m_impl->model.session.input.height;
}

int Explainer::input_width() const {
    return m_impl->model.session.input.width;
}

const std::vector<std::string>& Explainer::labels() const {
    return m_impl->model.session.labels;
}

const std::vector<Decision>& Explainer::decisions() const {
    return m_impl->model.decisions;
}

const std::vector<std::string>& Explainer::warnings() const {
    return m_impl->model.warnings;
}

const Provenance& Explainer::provenance() const {
    return m_impl->model.provenance;
}

const SetupSeconds& Explainer::seconds() const {
    return m_impl->seconds;
}

}  // namespace vinoscope
