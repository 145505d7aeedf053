// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <kainjow/mustache.hpp>
#include <map>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <set>

#include "core/file.hpp"
#include "core/text.hpp"
#include "metrics/statistics.hpp"
#include "report/assets.hpp"
#include "report/base64.hpp"
#include "report/run_document.hpp"

namespace vinoscope {
namespace {

using kainjow::mustache::data;

constexpr int tile_side = 56;
constexpr std::size_t most_findings = 40;
constexpr std::size_t most_pairs = 100;

std::string text_of(const Json& json, const char* key) {
    return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string();
}

/// "tabby", or "281" for a class without a label.
std::string class_name(const Json& prediction) {
    const auto label = text_of(prediction, "label");
    return label.empty() ? std::to_string(prediction.value("index", std::int64_t{0})) : label;
}

std::string first_class(const Json& image, const char* key) {
    return image.contains(key) && !image[key].empty() ? class_name(image[key][0]) : "nothing";
}

double overlap(const Json& a, const Json& b) {
    const double width =
        std::min(a[2].get<double>(), b[2].get<double>()) - std::max(a[0].get<double>(), b[0].get<double>());
    const double height =
        std::min(a[3].get<double>(), b[3].get<double>()) - std::max(a[1].get<double>(), b[1].get<double>());
    const auto area = [](const Json& box) {
        return (box[2].get<double>() - box[0].get<double>()) * (box[3].get<double>() - box[1].get<double>());
    };
    return width <= 0 || height <= 0 ? 0 : width * height / (area(a) + area(b) - width * height);
}

/// Boxes of the answer that no annotation has, and annotated boxes that the answer does not have.
std::pair<int, int> false_and_missed(const Json& image) {
    int false_boxes = 0;
    int missed = 0;
    const auto& expected = image["expected_boxes"];
    const auto& found = image["predictions"];
    const auto meets = [](const Json& a, const Json& b) { return overlap(a, b) >= 0.5; };
    for (const auto& prediction : found)
        false_boxes += prediction.contains("box") &&
                       std::ranges::none_of(expected, [&](const Json& box) { return meets(box, prediction["box"]); });
    for (const auto& box : expected)
        missed += std::ranges::none_of(
            found, [&](const Json& prediction) { return prediction.contains("box") && meets(box, prediction["box"]); });
    return {false_boxes, missed};
}

/// What is remarkable about an image: the tag that filters use, and a sentence.
struct Finding {
    std::string kind;
    std::string text;
    /// The lower, the more it matters.
    double order = 0;
};

std::string_view title_of(std::string_view kind) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> titles = {{{"failed", "failed"},
                                                                                      {"flip", "other answer"},
                                                                                      {"false", "false"},
                                                                                      {"missed", "missed"},
                                                                                      {"refuted", "refuted"},
                                                                                      {"flat", "no map"},
                                                                                      {"unproven", "unproven"},
                                                                                      {"trusted", "trusted"},
                                                                                      {"unlike", "other map"}}};
    const auto* found = std::ranges::find(titles, kind, [](const auto& title) { return title.first; });
    return found == titles.end() ? kind : found->second;
}

bool has_boxes(const Json& image) {
    return std::ranges::any_of(image["predictions"], [](const Json& prediction) { return prediction.contains("box"); });
}

void find_wrong_answers(const Json& image, std::vector<Finding>& findings) {
    if (image.value("flip", false))
        findings.push_back(
            {"flip",
             fmt::format("{} became {}", first_class(image, "predictions"), first_class(image, "other_predictions")),
             1});
    if (image.contains("expected_boxes") && has_boxes(image)) {
        const auto [false_boxes, missed] = false_and_missed(image);
        if (missed > 0)
            findings.push_back({"missed", fmt::format("{} annotated boxes were not found", missed), 2});
        if (false_boxes > 0)
            findings.push_back({"false", fmt::format("{} boxes are not annotated", false_boxes), 2.5});
    } else if (image.contains("expected")) {
        const auto answer = first_class(image, "predictions");
        const auto& expected = image["expected"];
        if (std::ranges::none_of(expected, [&](const Json& label) { return label == answer; }))
            findings.push_back({"false", fmt::format("{}, expected {}", answer, expected[0].get<std::string>()), 2});
    }
}

void find_doubtful_maps(const Json& image, std::vector<Finding>& findings) {
    std::set<std::string> seen;
    for (const auto& map : image["maps"]) {
        if (map.contains("verdict")) {
            const auto status = text_of(map["verdict"], "status");
            const double order = status == "refuted" ? 3 : status == "unproven" ? 20 : 100;
            const auto& reasons = map["verdict"]["reasons"];
            if (seen.insert(status).second)
                findings.push_back({status, reasons.empty() ? "" : reasons[0].get<std::string>(), order});
        }
        if (text_of(map, "status") != "ok" && seen.insert("flat").second)
            findings.push_back({"flat", text_of(map, "reason"), 4});
    }
    if (image.contains("figures") && image["figures"].contains("rank_correlation")) {
        const auto& value = image["figures"]["rank_correlation"];
        if (value.is_number() && value.get<double>() < 0.8)
            findings.push_back(
                {"unlike", fmt::format("rank correlation {:.3f}", value.get<double>()), 10 + value.get<double>()});
    }
}

std::vector<Finding> findings_of(const Json& image) {
    std::vector<Finding> findings;
    if (image.contains("error"))
        findings.push_back({"failed", text_of(image, "error"), 0});
    find_wrong_answers(image, findings);
    find_doubtful_maps(image, findings);
    return findings;
}

/// The map as bytes, from its lowest (0) to its highest (255) value.
void add_tile(Json& page, const Json& map) {
    auto values = map_values(map);
    if (values.empty() || std::ranges::any_of(values, [](float value) { return !std::isfinite(value); }))
        return;
    cv::Mat cells(map["height"].get<int>(), map["width"].get<int>(), CV_32F, values.data());
    const int longest = std::max(cells.rows, cells.cols);
    cv::Mat small = cells;
    if (longest > tile_side)
        cv::resize(cells,
                   small,
                   {std::max(1, cells.cols * tile_side / longest), std::max(1, cells.rows * tile_side / longest)},
                   0,
                   0,
                   cv::INTER_AREA);
    double low = 0;
    double high = 0;
    cv::minMaxLoc(small, &low, &high);
    std::vector<std::byte> bytes;
    for (int y = 0; y < small.rows; ++y)
        for (int x = 0; x < small.cols; ++x) {
            const double share = high > low ? (small.at<float>(y, x) - low) / (high - low) : 0;
            bytes.push_back(static_cast<std::byte>(std::lround(255 * share)));
        }
    page["height"] = small.rows;
    page["width"] = small.cols;
    page["low"] = low;
    page["high"] = high;
    page["tile"] = base64(bytes);
}

Json page_map(const Json& map) {
    Json page = Json::object();
    for (const char* key :
         {"series", "target", "label", "name", "score", "status", "reason", "box", "region", "verdict", "metrics"})
        if (map.contains(key))
            page[key] = map[key];
    for (const char* key : {"insertion_curve", "deletion_curve"})
        if (map.contains(key))
            page[key] = map[key];
    add_tile(page, map);
    return page;
}

std::string file_name(const Json& image) {
    return path_text(text_path(text_of(image, "image")).filename());
}

Json page_image(const Json& image, const std::vector<Finding>& findings) {
    Json page = {{"name", file_name(image)}};
    for (const char* key : {"width",
                            "height",
                            "predictions",
                            "other_predictions",
                            "expected",
                            "expected_boxes",
                            "flip",
                            "figures",
                            "error"})
        if (image.contains(key))
            page[key] = image[key];
    std::string text = text_of(image, "image");
    for (const auto& prediction : image["predictions"])
        text += " " + class_name(prediction);
    if (image.contains("expected"))
        for (const auto& label : image["expected"])
            text += " " + label.get<std::string>();
    page["text"] = lower_case(text);
    page["tags"] = Json::array();
    for (const auto& finding : findings)
        page["tags"].push_back(finding.kind);
    page["maps"] = Json::array();
    for (const auto& map : image["maps"])
        page["maps"].push_back(page_map(map));
    return page;
}

Json color_tables() {
    Json tables = Json::object();
    cv::Mat1b ramp(1, 256);
    for (int i = 0; i < 256; ++i)
        ramp(0, i) = static_cast<std::uint8_t>(i);
    const auto add = [&](const char* name, const cv::Mat& rgb) {
        const auto* first = reinterpret_cast<const std::byte*>(rgb.data);
        tables[name] = base64({first, std::size_t{768}});
    };
    for (const auto& [name, code] : {std::pair{"viridis", cv::COLORMAP_VIRIDIS},
                                     std::pair{"cividis", cv::COLORMAP_CIVIDIS},
                                     std::pair{"magma", cv::COLORMAP_MAGMA}}) {
        cv::Mat bgr;
        cv::Mat rgb;
        cv::applyColorMap(ramp, bgr, code);
        cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
        add(name, rgb);
    }
    cv::Mat grey;
    cv::cvtColor(ramp, grey, cv::COLOR_GRAY2RGB);
    add("gray", grey);
    return tables;
}

/// JSON for a script element: nothing in it can end the element or begin a comment.
std::string for_script(const Json& document) {
    std::string text;
    for (const char letter : dump(document))
        if (letter == '<')
            text += "\\u003c";
        else if (letter == '>')
            text += "\\u003e";
        else if (letter == '&')
            text += "\\u0026";
        else
            text += letter;
    return text;
}

struct Column {
    std::string name;
    std::function<std::optional<double>(const Json& map)> value;
};

std::vector<Column> columns_of(const Json& run) {
    std::vector<Column> columns;
    std::set<std::string> seen;
    bool verdicts = false;
    for (const auto& image : run["images"])
        for (const auto& map : image["maps"]) {
            verdicts = verdicts || map.contains("verdict");
            if (map.contains("metrics"))
                for (const auto& [name, value] : map["metrics"].items())
                    if (seen.insert(name).second)
                        columns.push_back({name, [key = name](const Json& one) -> std::optional<double> {
                                               if (!one.contains("metrics") || !one["metrics"].contains(key) ||
                                                   !one["metrics"][key].is_number())
                                                   return std::nullopt;
                                               return one["metrics"][key].get<double>();
                                           }});
        }
    if (verdicts)
        for (const char* status : {"trusted", "unproven", "refuted"})
            columns.insert(columns.begin() + (status[0] == 't'   ? 0
                                              : status[0] == 'u' ? 1
                                                                 : 2),
                           {fmt::format("share {}", status), [status](const Json& one) -> std::optional<double> {
                                if (!one.contains("verdict"))
                                    return std::nullopt;
                                return text_of(one["verdict"], "status") == status ? 1.0 : 0.0;
                            }});
    return columns;
}

std::string cell_text(const std::vector<double>& values) {
    if (values.empty())
        return "-";
    double mean = 0;
    for (const double value : values)
        mean += value / static_cast<double>(values.size());
    if (values.size() == 1)
        return fmt::format("{:.3f}", mean);
    const auto interval = bootstrap_interval(values, 0.95, 0);
    return fmt::format("{:.3f} [{:.3f}, {:.3f}]", mean, interval.low, interval.high);
}

void add_series(data& page, const Json& run) {
    const auto columns = columns_of(run);
    data names{data::type::list};
    names.push_back(data{"name", "Maps"});
    for (const auto& column : columns)
        names.push_back(data{"name", column.name});
    data rows{data::type::list};
    for (const auto& series : run["manifest"]["series"]) {
        std::size_t maps = 0;
        std::vector<std::vector<double>> values(columns.size());
        for (const auto& image : run["images"])
            for (const auto& map : image["maps"])
                if (map["series"] == series) {
                    ++maps;
                    for (std::size_t i = 0; i < columns.size(); ++i)
                        if (const auto value = columns[i].value(map))
                            values[i].push_back(*value);
                }
        data cells{data::type::list};
        cells.push_back(data{"text", std::to_string(maps)});
        for (const auto& column : values)
            cells.push_back(data{"text", cell_text(column)});
        data row{"name", series.get<std::string>()};
        row.set("cells", cells);
        rows.push_back(row);
    }
    page.set("has_series", true);
    page.set("columns", names);
    page.set("series", rows);
}

void add_facts(data& page, const Json& run) {
    data facts{data::type::list};
    const auto add = [&](const std::string& name, const std::string& value) {
        if (value.empty())
            return;
        data fact{"name", name};
        fact.set("value", value);
        facts.push_back(fact);
    };
    const auto& images = run["images"];
    add("Images", std::to_string(images.size()));
    const auto failed = std::ranges::count_if(images, [](const Json& image) { return image.contains("error"); });
    if (failed > 0)
        add("Failed", std::to_string(failed));
    std::vector<double> correlations;
    std::size_t flips = 0;
    for (const auto& image : images) {
        flips += image.value("flip", false) ? 1 : 0;
        if (image.contains("figures") && image["figures"].contains("rank_correlation") &&
            image["figures"]["rank_correlation"].is_number())
            correlations.push_back(image["figures"]["rank_correlation"].get<double>());
    }
    if (text_of(run["manifest"], "command") == "compare") {
        add("Changed answers", std::to_string(flips));
        add("Rank correlation of the maps", cell_text(correlations));
    }
    for (const auto& model : run["manifest"]["models"])
        add("Model",
            fmt::format("{} on {} in {}, {}",
                        text_of(model, "model"),
                        text_of(model, "device"),
                        text_of(model, "precision"),
                        text_of(model, "method")));
    page.set("facts", facts);
}

void add_confusion(data& page, const Json& run) {
    const bool compared = text_of(run["manifest"], "command") == "compare";
    std::map<std::pair<std::string, std::string>, std::size_t> counts;
    for (const auto& image : run["images"]) {
        if (image["predictions"].empty())
            continue;
        if (compared)
            ++counts[{first_class(image, "predictions"), first_class(image, "other_predictions")}];
        else if (image.contains("expected") && !has_boxes(image))
            ++counts[{image["expected"][0].get<std::string>(), first_class(image, "predictions")}];
    }
    std::vector<std::pair<std::pair<std::string, std::string>, std::size_t>> pairs(counts.begin(), counts.end());
    // Errors first, the most frequent of them first.
    std::ranges::stable_sort(pairs, [](const auto& a, const auto& b) {
        const bool a_wrong = a.first.first != a.first.second;
        const bool b_wrong = b.first.first != b.first.second;
        return a_wrong != b_wrong ? a_wrong : a.second > b.second;
    });
    pairs.resize(std::min(pairs.size(), most_pairs));
    data rows{data::type::list};
    for (const auto& [pair, count] : pairs) {
        data row{"from", pair.first};
        row.set("to", pair.second);
        row.set("count", std::to_string(count));
        row.set("find", pair.second == "nothing" ? pair.first : pair.second);
        row.set("kind", std::string(pair.first == pair.second ? "same" : "false"));
        rows.push_back(row);
    }
    page.set("has_confusion", !pairs.empty());
    page.set("confusion", rows);
    const auto& series = run["manifest"]["series"];
    page.set("confusion_from", compared ? series[0].get<std::string>() : std::string("Expected"));
    page.set("confusion_to", compared ? series[1].get<std::string>() : std::string("Answer"));
    page.set("confusion_caption",
             std::string(compared ? "Best answers of the two models, those that differ first"
                                  : "First annotated class against the best answer, errors first"));
}

struct ListedFinding {
    std::size_t image;
    Finding finding;
};

void add_findings(data& page, const Json& run, std::vector<ListedFinding> findings) {
    std::erase_if(findings, [](const ListedFinding& one) { return one.finding.kind == "trusted"; });
    std::ranges::stable_sort(findings, {}, [](const ListedFinding& one) { return one.finding.order; });
    page.set("has_findings", !findings.empty());
    if (findings.size() > most_findings)
        page.set("more_findings", std::to_string(findings.size() - most_findings));
    findings.resize(std::min(findings.size(), most_findings));
    data list{data::type::list};
    for (const auto& [image, finding] : findings) {
        data item{"index", std::to_string(image)};
        item.set("image", file_name(run["images"][image]));
        item.set("kind", finding.kind);
        item.set("kind_text", std::string(title_of(finding.kind)));
        item.set("text", finding.text);
        list.push_back(item);
    }
    page.set("findings", list);
}

void add_choices(data& page, const Json& run, const std::set<std::string>& kinds) {
    const auto choice = [](const std::string& value, const std::string& text) {
        data one{"value", value};
        one.set("text", text);
        return one;
    };
    data filters{data::type::list};
    for (const auto& kind : kinds)
        filters.push_back(choice(kind, std::string(title_of(kind))));
    page.set("filters", filters);
    data orders{data::type::list};
    std::set<std::string> figures;
    for (const auto& image : run["images"]) {
        if (image.contains("figures"))
            for (const auto& [name, value] : image["figures"].items())
                figures.insert(name);
        for (const auto& map : image["maps"])
            if (map.contains("metrics"))
                for (const auto& [name, value] : map["metrics"].items())
                    figures.insert(name);
    }
    if (kinds.contains("trusted") || kinds.contains("refuted") || kinds.contains("unproven"))
        orders.push_back(choice("verdict", "verdict, lowest first"));
    for (const auto& name : figures)
        orders.push_back(choice(name, name + ", lowest first"));
    orders.push_back(choice("score", "score, lowest first"));
    orders.push_back(choice("name", "name"));
    orders.push_back(choice("given", "as given"));
    page.set("orders", orders);
}

data card(const Json& image, std::size_t index, const std::vector<Finding>& findings) {
    data item{"index", std::to_string(index)};
    item.set("name", file_name(image));
    item.set("width", std::to_string(image.value("width", 0)));
    item.set("height", std::to_string(image.value("height", 0)));
    const auto thumbnail = text_of(image, "thumbnail");
    if (thumbnail.starts_with("data:image/jpeg;base64,") &&
        !from_base64(std::string_view(thumbnail).substr(23)).empty())
        item.set("thumbnail", thumbnail);
    if (!image["predictions"].empty()) {
        const auto& best = image["predictions"][0];
        item.set("answer",
                 best["score"].is_number() ? fmt::format("{} {:.3f}", class_name(best), best["score"].get<double>())
                                           : class_name(best));
    } else {
        item.set("answer", std::string());
    }
    if (image.contains("error"))
        item.set("error", text_of(image, "error"));
    data tags{data::type::list};
    for (const auto& finding : findings) {
        data tag{"kind", finding.kind};
        tag.set("text", std::string(title_of(finding.kind)));
        tags.push_back(tag);
    }
    item.set("tags", tags);
    return item;
}

}  // namespace

std::string report_page(const Json& run) {
    const auto& manifest = run["manifest"];
    Json script = {{"series", manifest["series"]}, {"colors", color_tables()}, {"images", Json::array()}};
    data page;
    data cards{data::type::list};
    std::vector<ListedFinding> all;
    std::set<std::string> kinds;
    for (std::size_t i = 0; i < run["images"].size(); ++i) {
        const auto& image = run["images"][i];
        const auto findings = findings_of(image);
        for (const auto& finding : findings) {
            all.push_back({i, finding});
            kinds.insert(finding.kind);
        }
        script["images"].push_back(page_image(image, findings));
        cards.push_back(card(image, i, findings));
    }
    page.set("title", fmt::format("vinoscope {}", text_of(manifest, "command")));
    page.set("version", text_of(manifest, "version"));
    page.set(
        "subtitle",
        fmt::format("vinoscope {}, OpenVINO {}", text_of(manifest, "version"), text_of(manifest, "openvino_version")));
    add_facts(page, run);
    add_series(page, run);
    add_findings(page, run, std::move(all));
    add_confusion(page, run);
    add_choices(page, run, kinds);
    page.set("images", cards);
    page.set("manifest", dump(manifest, 2));
    page.set("style", std::string(assets::report_css));
    page.set("script", std::string(assets::report_js));
    page.set("data", for_script(script));
    kainjow::mustache::mustache page_template{std::string(assets::report_html)};
    return page_template.render(page);
}

}  // namespace vinoscope
