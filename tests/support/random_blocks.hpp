// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <span>

#include "support/build_model.hpp"

/// What random networks are made of.
namespace vinoscope::test {

/// The same numbers on every machine.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : m_generator(seed) {}

    std::int64_t below(std::int64_t end) { return static_cast<std::int64_t>(m_generator() % end); }
    std::int64_t between(std::int64_t first, std::int64_t last) { return first + below(last - first + 1); }
    bool chance(double probability) { return static_cast<double>(m_generator()) < probability * 4294967296.0; }
    unsigned seed() { return m_generator(); }

private:
    std::mt19937 m_generator;
};

/// A block: a map `[N,C,h,w]` to a map, or tokens `[N,T,C]` to tokens. Batch, height and width may be open.
using BlockFunction = Value (*)(const Value& value, Dice& dice);

struct Block {
    const char* name;
    BlockFunction build;
    bool odd = false;  ///< of a kind that is rare in deployed networks
};

std::span<const Block> map_blocks();
std::span<const Block> token_blocks();

/// To scores `[N,classes]` or a shape that holds them: `[N,classes,1,1]`.
std::span<const Block> map_heads_of_any_kind();
std::span<const Block> token_heads_of_any_kind();

/// `[N,C,h,w]` to `[N,T,C]`, perhaps with tokens before and after the patches. Height and width are known.
Value random_tokens(const Value& map, Dice& dice);

/// Operations that change nothing; for any tensor.
Value random_no_op(const Value& value, Dice& dice);

/// The size of an axis, or -1 where it is open.
std::int64_t size_at(const Value& value, std::int64_t axis);

}  // namespace vinoscope::test
