// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>

namespace vinoscope {

/// The place of one compiled model in a folder. Its file holds what the device exported, less the weights that the
/// model itself has in memory, with a checksum: a file that is damaged, or that does not belong to this model, counts
/// as none.
class CachedModel {
public:
    /// @param circumstances all that the compiled model depends on besides the model: versions, machine, device,
    /// options
    CachedModel(const std::filesystem::path& folder,
                std::shared_ptr<const ov::Model> model,
                const std::string& circumstances);

    /// Returns the exported model, or std::nullopt if there is no complete file.
    std::optional<std::string> load() const;

    /// Keeps what the device exported, and removes the oldest files of the folder until its limits hold. Where the file
    /// cannot be written there is none.
    void store(const std::string& exported) const;

private:
    std::shared_ptr<const ov::Model> m_model;
    std::string m_identity;  ///< the circumstances, and a checksum of the model
    std::filesystem::path m_file;
};

}  // namespace vinoscope
