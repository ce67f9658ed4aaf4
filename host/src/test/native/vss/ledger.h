// SPDX-License-Identifier: Apache-2.0
// What a test sets up and what the fake notes: calls in their order, failures to inject, and everything that is alive.
#pragma once
#include "headers.h"
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <vector>

struct Failure {
    HRESULT result;
    int times;
};

struct State {
    int state;
    HRESULT failure;
};

struct FileSpec {
    int kind; // 0 file, 1 database file, 2 database log file
    std::u16string path, spec;
    bool recursive;
};

struct Component {
    VSS_COMPONENT_TYPE type;
    std::u16string path, name;
    std::vector<FileSpec> files;
    bool selectable;
};

struct Writer {
    VSS_ID id, instance;
    std::u16string name;
    std::vector<Component> components;
    std::map<std::string, State> after; // by the phase that ended last
};

struct Ledger {
    std::recursive_mutex lock;
    std::string log;
    std::map<std::string, Failure> failures;
    std::map<std::string, int> pending; // by step: how many times its asynchronous half says "pending"
    std::vector<Writer> writers;
    std::string forget;  // a phase after which no writer reports its status any more
    int alive = 0;       // COM objects, strings, property blocks and apartments that somebody has to give back
    int snapshots = 0;   // shadow copies that exist
    int nextDevice = 1;

    void note(const std::string &line) {
        std::lock_guard<std::recursive_mutex> hold(lock);
        log += line + "\n";
    }

    HRESULT inject(const std::string &step) {
        std::lock_guard<std::recursive_mutex> hold(lock);
        auto found = failures.find(step);
        if (found == failures.end() || found->second.times == 0) return S_OK;
        if (found->second.times > 0) found->second.times--;
        return found->second.result;
    }

    void count(int change) {
        std::lock_guard<std::recursive_mutex> hold(lock);
        alive += change;
    }
};

extern Ledger ledger;

inline bool same(const VSS_ID &a, const VSS_ID &b) { return memcmp(&a, &b, sizeof a) == 0; }

inline bool none(const VSS_ID &id) {
    static const VSS_ID nothing = {};
    return same(id, nothing);
}

inline std::u16string wide(const char *ascii) { return std::u16string(ascii, ascii + strlen(ascii)); }

inline std::u16string wide(LPCWSTR text) {
    return text ? std::u16string(reinterpret_cast<const char16_t *>(text)) : std::u16string();
}

inline std::string narrow(const std::u16string &text) { // the tests' names are ASCII; what is not shows as ?
    std::string ascii;
    for (char16_t c : text) ascii += c < 128 ? static_cast<char>(c) : '?';
    return ascii;
}

BSTR bstr(const std::u16string &text);
void freeBstr(BSTR text);
