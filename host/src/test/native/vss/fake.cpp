// SPDX-License-Identifier: Apache-2.0
// A VSS library that has no shadow copies but all the manners: the functions that vssapi, ole32 and oleaut32 export to
// a requester, and beside them, under names of our own, what a test steers it with (always in the platform's own
// calling convention).
#include "backup.h"
#include <cstdio>

#ifdef _WIN32
#define EXPORT extern "C" __declspec(dllexport)
#else
#define EXPORT extern "C" __attribute__((visibility("default")))
#endif

Ledger ledger;

#ifdef _WIN32
static bool inApartment() { return true; } // the real ole32 keeps account
#else
static thread_local int apartments = 0;
static bool inApartment() { return apartments > 0; }
#endif

BSTR bstr(const std::u16string &text) {
#ifdef _WIN32 // given back to the real oleaut32, which does not tell
    return SysAllocString(reinterpret_cast<const wchar_t *>(text.c_str()));
#else
    ledger.count(1);
    size_t bytes = text.size() * 2;
    char *memory = static_cast<char *>(calloc(1, 8 + bytes + 2));
    uint32_t length = static_cast<uint32_t>(bytes);
    memcpy(memory + 4, &length, 4);
    memcpy(memory + 8, text.data(), bytes);
    return reinterpret_cast<BSTR>(memory + 8);
#endif
}

void freeBstr(BSTR text) {
    if (!text) return;
#ifdef _WIN32
    SysFreeString(text);
#else
    ledger.count(-1);
    free(reinterpret_cast<char *>(text) - 8);
#endif
}

EXPORT HRESULT STDAPICALLTYPE CreateVssBackupComponentsInternal(IVssBackupComponents **backup) {
    *backup = nullptr;
    ledger.note("Create");
    if (!inApartment()) return CO_E_NOTINITIALIZED;
    HRESULT failed = ledger.inject("Create");
    if (failed < 0) return failed;
    *backup = new Backup();
    return S_OK;
}

EXPORT void APIENTRY VssFreeSnapshotPropertiesInternal(VSS_SNAPSHOT_PROP *properties) {
    freeBstr(properties->m_pwszSnapshotDeviceObject);
    freeBstr(properties->m_pwszOriginalVolumeName);
}

#ifndef _WIN32
EXPORT HRESULT STDAPICALLTYPE CoInitializeEx(void *reserved, DWORD model) {
    if (reserved || model != 0) return E_INVALIDARG; // COINIT_MULTITHREADED
    HRESULT failed = ledger.inject("CoInitializeEx");
    if (failed < 0) {
        if (failed == static_cast<HRESULT>(0x80010106)) apartments++; // somebody else's apartment is there
        return failed;
    }
    apartments++;
    ledger.count(1);
    return S_OK;
}

EXPORT void STDAPICALLTYPE CoUninitialize() {
    apartments--;
    ledger.count(-1);
}

EXPORT HRESULT STDAPICALLTYPE CoInitializeSecurity(void *descriptor, LONG services, void *list, void *reserved1,
        DWORD authentication, DWORD impersonation, void *info, DWORD capabilities, void *reserved3) {
    bool right = !descriptor && services == -1 && !list && !reserved1 && authentication == 6 && impersonation == 3
            && !info && capabilities == 0x20 && !reserved3;
    return right ? ledger.inject("CoInitializeSecurity") : E_INVALIDARG;
}

EXPORT void STDAPICALLTYPE SysFreeString(BSTR text) { freeBstr(text); }

EXPORT BSTR STDAPICALLTYPE SysAllocString(LPCWSTR text) {
    return ledger.inject("SysAllocString") < 0 ? nullptr : bstr(wide(text));
}
#endif

static VSS_ID parse(const char *text) {
    unsigned a, b, c, d[8];
    sscanf(text, "%8x-%4x-%4x-%2x%2x-%2x%2x%2x%2x%2x%2x", &a, &b, &c, &d[0], &d[1], &d[2], &d[3], &d[4], &d[5], &d[6], &d[7]);
    VSS_ID id = {static_cast<uint32_t>(a), static_cast<uint16_t>(b), static_cast<uint16_t>(c), {}};
    for (int i = 0; i < 8; i++) id.Data4[i] = static_cast<uint8_t>(d[i]);
    return id;
}

EXPORT void fakeReset() {
    ledger.log.clear();
    ledger.failures.clear();
    ledger.pending.clear();
    ledger.writers.clear();
    ledger.forget.clear();
    ledger.alive = ledger.snapshots = 0;
    ledger.nextDevice = 1;
}

EXPORT void fakeFail(const char *step, int result, int times) { ledger.failures[step] = {result, times}; }

EXPORT void fakePending(const char *step, int polls) { ledger.pending[step] = polls; }

EXPORT int fakeWriter(const char *id, const char *name) {
    Writer writer;
    writer.id = parse(id);
    writer.instance = writer.id;
    writer.instance.Data1 ^= 0xffffffff;
    writer.name = wide(name);
    ledger.writers.push_back(writer);
    return static_cast<int>(ledger.writers.size()) - 1;
}

EXPORT int fakeComponent(int writer, int type, const char *path, const char *name) {
    auto &components = ledger.writers[writer].components;
    components.push_back({static_cast<VSS_COMPONENT_TYPE>(type), wide(path), wide(name), {}, true});
    return static_cast<int>(components.size()) - 1;
}

EXPORT void fakePart(int writer, int component) { ledger.writers[writer].components[component].selectable = false; }

EXPORT void fakeFile(int writer, int component, int kind, const char *path, const char *spec, int recursive) {
    ledger.writers[writer].components[component].files.push_back({kind, wide(path), wide(spec), recursive != 0});
}

EXPORT void fakeState(int writer, const char *phase, int state, int failure) {
    ledger.writers[writer].after[phase] = {state, failure};
}

EXPORT void fakeForget(const char *phase) { ledger.forget = phase; }

EXPORT void fakeStopWriters() { ledger.writers.clear(); }

EXPORT const char *fakeLog() { return ledger.log.c_str(); }

EXPORT int fakeAlive() { return ledger.alive; }

EXPORT int fakeSnapshots() { return ledger.snapshots; }
