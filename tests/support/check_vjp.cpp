// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/check_vjp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <openvino/op/multiply.hpp>
#include <openvino/op/reduce_sum.hpp>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>
#include <random>

#include "gradient/backward.hpp"
#include "model/read_model.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"

namespace vinoscope::test {
namespace {

constexpr double step = 1.0 / 128;
// Rounding of y in f32 is 6e-8 |y| / step, the error of a central difference step^2 / 6 times the third derivative:
// both around 1e-5. A rule that forgets a border or a factor is off by percents.
constexpr double tolerance = 5e-4;

using Vectors = std::vector<std::vector<float>>;

// The middles of `count` equal parts, in random order; `shift` moves them by a share of a part.
std::vector<float> spread_values(std::size_t count, double low, double high, double shift, unsigned seed) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<float>(low + (high - low) * (static_cast<double>(i) + 0.5 + shift) /
                                                 static_cast<double>(count));
    std::mt19937 generator(seed);
    for (std::size_t i = count; i > 1; --i)
        std::swap(values[i - 1], values[generator() % i]);
    return values;
}

Vectors moved(const Vectors& x, const Vectors& direction, double distance) {
    auto result = x;
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j < x[i].size(); ++j)
            result[i][j] += static_cast<float>(distance * direction[i][j]);
    return result;
}

ov::ParameterVector inputs_of(const VjpCase& function, bool open_batch) {
    ov::ParameterVector parameters;
    for (const auto& shape : function.inputs) {
        auto open = ov::PartialShape(shape);
        if (open_batch && !shape.empty())
            open[0] = ov::Dimension::dynamic();
        parameters.push_back(std::make_shared<ov::op::v0::Parameter>(ov::element::f32, open));
    }
    return parameters;
}

class Function {
public:
    Function(const VjpCase& function, bool open_batch)
        : m_function(function),
          m_vjp(vjp_model(function, open_batch)),
          m_compiled(shared_core().compile_model(m_vjp.model, "CPU", ov::hint::inference_precision(ov::element::f32))) {
    }

    // The outputs of the function, then its gradients.
    Vectors operator()(const Vectors& inputs) {
        auto request = m_compiled.create_infer_request();
        for (std::size_t i = 0; i < inputs.size(); ++i)
            request.set_input_tensor(i, tensor_of(m_function.inputs[i], inputs[i]));
        request.infer();
        Vectors outputs;
        for (std::size_t i = 0; i < m_compiled.outputs().size(); ++i)
            outputs.push_back(values_of(request.get_output_tensor(i)));
        return outputs;
    }

    const Vectors& weights() const { return m_vjp.weights; }

private:
    const VjpCase& m_function;
    VjpModel m_vjp;
    ov::CompiledModel m_compiled;
};

::testing::AssertionResult compare(Function& function, const Vectors& x, unsigned seed) {
    Vectors v;
    for (const auto& input : x)
        v.push_back(random_values(input.size(), ++seed));
    const auto here = function(x);
    const auto ahead = function(moved(x, v, step));
    const auto behind = function(moved(x, v, -step));
    double numeric = 0;
    double scale = 0;
    for (std::size_t k = 0; k < function.weights().size(); ++k)
        for (std::size_t i = 0; i < here[k].size(); ++i) {
            const double part =
                function.weights()[k][i] * (static_cast<double>(ahead[k][i]) - behind[k][i]) / (2 * step);
            numeric += part;
            scale += std::abs(part);
        }
    double analytic = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
        const auto& gradient = here[function.weights().size() + k];
        if (gradient.size() != x[k].size())
            return ::testing::AssertionFailure() << "gradient " << k << " has " << gradient.size() << " elements";
        analytic += std::inner_product(gradient.begin(), gradient.end(), v[k].begin(), 0.0);
    }
    if (scale > 0 && std::abs(numeric - analytic) <= tolerance * scale)
        return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << fmt::format(
               "w (J v) is {} by differences, v (J' w) is {}, of terms that sum to {}", numeric, analytic, scale);
}

}  // namespace

VjpModel vjp_model(const VjpCase& function, bool open_batch) {
    const auto fixed = inputs_of(function, false);
    const auto inputs = inputs_of(function, open_batch);
    const auto shaped = function.build({fixed.begin(), fixed.end()});
    const auto outputs = function.build({inputs.begin(), inputs.end()});
    VjpModel result;
    Value score = number(0);
    for (std::size_t k = 0; k < outputs.size(); ++k) {
        const auto& shape = shaped[k].get_shape();
        result.weights.push_back(random_values(ov::shape_size(shape), static_cast<unsigned>(k)));
        const auto weighted = multiply(outputs[k], floats(shape, result.weights.back()));
        Integers axes(shape.size());
        std::iota(axes.begin(), axes.end(), 0);
        score = add(score, std::make_shared<ov::op::v1::ReduceSum>(weighted, integers(axes), false));
    }
    auto all = outputs;
    const auto gradients = backward(score, {inputs.begin(), inputs.end()});
    all.insert(all.end(), gradients.begin(), gradients.end());
    result.model = std::make_shared<ov::Model>(ov::OutputVector(all), inputs);
    return result;
}

::testing::AssertionResult check_vjp(const VjpCase& function) {
    for (const bool open_batch : {false, true}) {
        if (open_batch && !function.open_batch)
            continue;
        Function compiled(function, open_batch);
        for (unsigned seed = 0; seed < 3; ++seed) {
            Vectors x;
            for (const auto& shape : function.inputs)
                x.push_back(spread_values(ov::shape_size(shape),
                                          function.low,
                                          function.high,
                                          0.3 * static_cast<double>(x.size()),
                                          100 * seed + static_cast<unsigned>(x.size())));
            if (const auto result = compare(compiled, x, 1000 + 100 * seed); !result)
                return ::testing::AssertionFailure()
                       << function.name << (open_batch ? " with an open batch: " : ": ") << result.message();
        }
    }
    return ::testing::AssertionSuccess();
}

}  // namespace vinoscope::test
