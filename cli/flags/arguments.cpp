// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "flags/arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <map>

#include "terminal/output.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope::cli {
namespace {

class HelpFormatter : public CLI::Formatter {
public:
    HelpFormatter() {
        column_width(30);
        label("Positionals", "Arguments");
    }

    std::string make_usage(const CLI::App* app, std::string name) const override {
        std::string usage = "\nUsage: " + name;
        for (const CLI::Option* option :
             app->get_options([](const CLI::Option* candidate) { return candidate->get_positional(); })) {
            usage += " " + option->get_name(true) + option->get_option_text();
        }
        return usage + m_required + " [FLAGS]\n\n";
    }

    void add_required(const std::string& usage) { m_required += " " + usage; }

    std::string make_option_name(const CLI::Option* option, bool positional) const override {
        return CLI::detail::find_and_replace(Formatter::make_option_name(option, positional), ",", ", ");
    }

    std::string make_group(std::string title, bool positional, std::vector<const CLI::Option*> options) const override {
        const std::string text = Formatter::make_group(std::move(title), positional, std::move(options)).substr(1);
        return positional ? text + "\n" : text;
    }

private:
    std::string m_required;
};

std::vector<std::string> flag_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return names;
}

bool looks_like_flag(const std::string& text) {
    return text.size() > 2 && text.starts_with("--");
}

}  // namespace

struct Arguments::Impl {
    explicit Impl(const std::string& summary) : app(summary) {}

    [[noreturn]] void fail(const std::string& message) const {
        throw Error(ErrorKind::usage, fmt::format("{}; try '{} --help'", message, app.get_name()));
    }

    /// CLI11 says "--mean: 1 required TEXT missing" or "json was given a disallowed flag override".
    [[noreturn]] void fail_mismatch(const std::string& message) const {
        if (message.starts_with("-")) {
            fail(fmt::format("expected a value after {}, found nothing", message.substr(0, message.find(':'))));
        }
        fail(fmt::format("expected --{} without a value", message.substr(0, message.find(' '))));
    }

    /// CLI11 takes whatever follows a flag as its value.
    CLI::Option* require_value(CLI::Option* option, const std::string& names, const std::string& placeholder) const {
        return option->group(title)->option_text(placeholder)->each([this, names](const std::string& text) {
            if (looks_like_flag(text)) {
                const std::string name = names.substr(names.find("--"));
                fail(fmt::format("expected a value after {}, found the flag {}", name, text));
            }
        });
    }

    void check_extras() const {
        std::vector<std::string> extras = app.remaining();
        std::erase(extras, "--");  // the end of the flags
        if (extras.empty()) {
            return;
        }
        const std::string name = extras.front().substr(0, extras.front().find('='));
        if (name.starts_with("-")) {
            fail(fmt::format("unknown flag '{}'{}", name, did_you_mean(name, flag_names(app))));
        }
        fail(fmt::format("expected no further argument, found '{}'", extras.front()));
    }

    void require(const std::string& what, const std::string& into) {
        checks.emplace_back([this, what, &into] {
            if (into.empty()) {
                fail(fmt::format("expected {}, found nothing", what));
            }
        });
    }

    /// Gives each optional_value() flag that stands alone its value.
    std::vector<std::string> complete(std::span<const std::string> arguments) const {
        std::vector<std::string> completed;
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            completed.push_back(arguments[i]);
            const auto found = optional_values.find(arguments[i]);
            const std::string next = i + 1 < arguments.size() ? arguments[i + 1] : "";
            if (found != optional_values.end() &&
                (next.empty() || next.find_first_not_of("0123456789") != std::string::npos)) {
                completed.push_back(found->second);
            }
        }
        return completed;
    }

    CLI::App app;
    std::map<std::string, std::string> optional_values;
    std::shared_ptr<HelpFormatter> formatter = std::make_shared<HelpFormatter>();
    std::string title = "Flags";
    std::vector<std::function<void()>> checks;  ///< of required arguments
};

Arguments::Arguments(const std::string& command, const std::string& summary) : m_impl(std::make_unique<Impl>(summary)) {
    m_impl->app.name("vinoscope " + command);
    m_impl->app.formatter(m_impl->formatter);
    m_impl->app.set_help_flag();
    m_impl->app.allow_extras();
}

Arguments::~Arguments() = default;

void Arguments::group(const std::string& title) {
    m_impl->title = title;
}

void Arguments::flag(const std::string& names, bool& into, const std::string& help) {
    m_impl->app.add_flag(names, into, help)->group(m_impl->title)->disable_flag_override();
}

void Arguments::value(const std::string& names,
                      std::string& into,
                      const std::string& placeholder,
                      const std::string& help) {
    m_impl->require_value(m_impl->app.add_option(names, into, help), names, placeholder)->take_last();
}

void Arguments::optional_value(const std::string& name,
                               std::string& into,
                               const std::string& placeholder,
                               const std::string& otherwise,
                               const std::string& help) {
    value(name, into, fmt::format("[{}]", placeholder), help);
    m_impl->optional_values[name] = otherwise;
}

void Arguments::required_value(const std::string& names,
                               std::string& into,
                               const std::string& placeholder,
                               const std::string& help) {
    value(names, into, placeholder, help);
    const std::string usage = fmt::format("{} {}", names.substr(0, names.find(',')), placeholder);
    m_impl->formatter->add_required(usage);
    m_impl->require(usage, into);
}

void Arguments::values(const std::string& names,
                       std::vector<std::string>& into,
                       const std::string& placeholder,
                       const std::string& help) {
    m_impl->require_value(m_impl->app.add_option(names, into, help), names, placeholder)
        ->allow_extra_args(false)
        ->take_all();
}

void Arguments::positional(const std::string& name, std::string& into, const std::string& help) {
    m_impl->app.add_option(name, into, help)->type_name("");
    m_impl->require(name, into);
}

void Arguments::positionals(const std::string& name,
                            std::vector<std::string>& into,
                            const std::string& help,
                            const std::string& instead) {
    m_impl->app.add_option(name, into, help)->option_text("...");
    m_impl->checks.emplace_back([this, name, &into, &instead] {
        if (into.empty() && instead.empty()) {
            m_impl->fail(fmt::format("expected at least one {}, found none", name));
        }
    });
}

void Arguments::examples(const std::string& lines) {
    m_impl->app.footer("Examples:\n" + lines);
}

bool Arguments::parse(std::span<const std::string> arguments) {
    m_impl->app.set_help_flag("-h,--help", "Show this help")->group(m_impl->title);
    try {
        std::vector<std::string> completed = m_impl->complete(arguments);
        std::ranges::reverse(completed);
        m_impl->app.parse(completed);
    } catch (const CLI::CallForHelp&) {
        print(m_impl->app.help());
        return false;
    } catch (const CLI::ArgumentMismatch& error) {
        m_impl->fail_mismatch(error.what());
    } catch (const CLI::ParseError& error) {
        m_impl->fail(error.what());
    }
    m_impl->check_extras();
    for (const auto& check : m_impl->checks) {
        check();
    }
    return true;
}

std::vector<std::pair<std::string, std::string>> Arguments::given() const {
    std::vector<std::pair<std::string, std::string>> flags;
    for (const CLI::Option* option : m_impl->app.get_options()) {
        if (option->count() > 0 && !option->get_positional()) {
            flags.emplace_back(option->get_name(), CLI::detail::join(option->results(), ","));
        }
    }
    return flags;
}

}  // namespace vinoscope::cli
