// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "commands/commands.hpp"
#include "flags/arguments.hpp"
#include "report/table.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/output.hpp"
#include "vinoscope/method.hpp"

namespace vinoscope::cli {
namespace {

constexpr const char* examples =
    "  vinoscope methods\n"
    "  vinoscope methods --json";

std::string methods_text() {
    std::vector<std::vector<std::string>> rows;
    for (const MethodInfo& method : list_methods()) {
        rows.push_back({std::string(method.name),
                        to_string(method.family),
                        "one map per " + to_string(method.granularity),
                        std::string(method.summary)});
        rows.push_back({"", "", "", std::string(method.source)});
    }
    return table(rows, 0, {"Method", "Family", "Answers", "Description and source"});
}

nlohmann::ordered_json methods_json() {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const MethodInfo& method : list_methods()) {
        json.push_back({{"name", method.name},
                        {"title", method.title},
                        {"family", to_string(method.family)},
                        {"answers", to_string(method.granularity)},
                        {"summary", method.summary},
                        {"source", method.source},
                        {"insertable", method.insertable}});
    }
    return json;
}

}  // namespace

int methods(ArgumentList list) {
    bool json = false;
    Arguments arguments("methods", "List the explanation methods in the order of preference of 'auto'.");
    arguments.flag("--json", json, "Print one JSON document instead of a table");
    arguments.examples(examples);
    if (arguments.parse(list)) {
        print(json ? methods_json().dump(2) + "\n" : methods_text());
    }
    return ExitCode::success;
}

}  // namespace vinoscope::cli
