// SPDX-License-Identifier: Apache-2.0
// The small COM objects: asynchronous operations, and the writers' metadata.
#pragma once
#include "ledger.h"
#include <functional>

template <class Interface> struct Counted : Interface {
    ULONG references = 1;
    Counted() { ledger.count(1); }
    virtual ~Counted() { ledger.count(-1); }
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void **) override { return E_NOINTERFACE; }
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references; }
    ULONG STDMETHODCALLTYPE Release() override {
        ULONG left = --references;
        if (left == 0) delete this;
        return left;
    }
};

// Takes effect only when its end was observed: who does not wait meets VSS_E_BAD_STATE at the next call.
struct Async final : Counted<IVssAsync> {
    std::string step;
    std::function<void()> effect;
    int pending;
    bool cancelled = false, over = false;

    Async(const std::string &step, std::function<void()> effect) : step(step), effect(effect) {
        pending = ledger.pending.count(step) ? ledger.pending[step] : 0;
    }
    HRESULT STDMETHODCALLTYPE Cancel() override {
        ledger.note(step + ".Cancel");
        cancelled = true;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE Wait(DWORD) override { return ledger.inject(step + ".Wait"); }
    HRESULT STDMETHODCALLTYPE QueryStatus(HRESULT *result, INT *reserved) override {
        if (reserved) return E_INVALIDARG;
        HRESULT failed = ledger.inject(step + ".QueryStatus");
        if (failed < 0) return failed;
        if (cancelled) {
            *result = VSS_S_ASYNC_CANCELLED;
        } else if (pending > 0) {
            pending--;
            *result = VSS_S_ASYNC_PENDING;
        } else {
            failed = ledger.inject(step + ".async");
            *result = failed < 0 ? failed : VSS_S_ASYNC_FINISHED;
            if (failed >= 0 && !over) {
                over = true;
                effect();
            }
        }
        return S_OK;
    }
};

struct Filedesc final : Counted<IVssWMFiledesc> {
    FileSpec file;
    explicit Filedesc(const FileSpec &file) : file(file) {}
    HRESULT STDMETHODCALLTYPE GetPath(BSTR *path) override {
        HRESULT failed = ledger.inject("GetPath");
        if (failed < 0) return failed;
        *path = bstr(file.path);
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetFilespec(BSTR *spec) override {
        HRESULT failed = ledger.inject("GetFilespec");
        if (failed < 0) return failed;
        *spec = bstr(file.spec);
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetRecursive(boolean *recursive) override {
        *recursive = file.recursive;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetAlternateLocation(BSTR *location) override {
        *location = nullptr;
        return S_FALSE;
    }
    HRESULT STDMETHODCALLTYPE GetBackupTypeMask(DWORD *mask) override {
        *mask = VSS_FSBT_ALL_BACKUP_REQUIRED;
        return S_OK;
    }
};

struct WmComponent final : Counted<IVssWMComponent> {
    Component component;
    explicit WmComponent(const Component &component) : component(component) {}

    UINT files(int kind) const {
        UINT count = 0;
        for (auto &file : component.files) count += file.kind == kind;
        return count;
    }
    HRESULT file(int kind, UINT index, IVssWMFiledesc **result) {
        for (auto &file : component.files) {
            if (file.kind == kind && index-- == 0) {
                *result = new Filedesc(file);
                return S_OK;
            }
        }
        return VSS_E_OBJECT_NOT_FOUND;
    }
    HRESULT STDMETHODCALLTYPE GetComponentInfo(PVSSCOMPONENTINFO *result) override {
        HRESULT failed = ledger.inject("GetComponentInfo");
        if (failed < 0) return failed;
        auto *info = static_cast<VSS_COMPONENTINFO *>(calloc(1, sizeof(VSS_COMPONENTINFO)));
        info->type = component.type;
        info->bstrLogicalPath = component.path.empty() ? nullptr : bstr(component.path);
        info->bstrComponentName = bstr(component.name);
        info->bstrCaption = bstr(component.name);
        info->bSelectable = component.selectable;
        info->cFileCount = files(0);
        info->cDatabases = files(1);
        info->cLogFiles = files(2);
        ledger.count(1);
        *result = info;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE FreeComponentInfo(PVSSCOMPONENTINFO info) override {
        freeBstr(info->bstrLogicalPath);
        freeBstr(info->bstrComponentName);
        freeBstr(info->bstrCaption);
        free(const_cast<VSS_COMPONENTINFO *>(info));
        ledger.count(-1);
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetFile(UINT index, IVssWMFiledesc **result) override { return file(0, index, result); }
    HRESULT STDMETHODCALLTYPE GetDatabaseFile(UINT index, IVssWMFiledesc **result) override {
        return file(1, index, result);
    }
    HRESULT STDMETHODCALLTYPE GetDatabaseLogFile(UINT index, IVssWMFiledesc **result) override {
        return file(2, index, result);
    }
    HRESULT STDMETHODCALLTYPE GetDependency(UINT, IVssWMDependency **) override { return E_NOTIMPL; }
};

struct Metadata final : Counted<IVssExamineWriterMetadata> {
    Writer writer;
    explicit Metadata(const Writer &writer) : writer(writer) {}
    HRESULT STDMETHODCALLTYPE GetIdentity(
            VSS_ID *instance, VSS_ID *id, BSTR *name, VSS_USAGE_TYPE *usage, VSS_SOURCE_TYPE *source) override {
        HRESULT failed = ledger.inject("GetIdentity");
        if (failed < 0) return failed;
        *instance = writer.instance;
        *id = writer.id;
        *name = bstr(writer.name);
        *usage = VSS_UT_USERDATA;
        *source = VSS_ST_TRANSACTEDDB;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetFileCounts(UINT *included, UINT *excluded, UINT *components) override {
        HRESULT failed = ledger.inject("GetFileCounts");
        if (failed < 0) return failed;
        *included = *excluded = 0;
        *components = static_cast<UINT>(writer.components.size());
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetIncludeFile(UINT, IVssWMFiledesc **) override { return VSS_E_OBJECT_NOT_FOUND; }
    HRESULT STDMETHODCALLTYPE GetExcludeFile(UINT, IVssWMFiledesc **) override { return VSS_E_OBJECT_NOT_FOUND; }
    HRESULT STDMETHODCALLTYPE GetComponent(UINT index, IVssWMComponent **component) override {
        HRESULT failed = ledger.inject("GetComponent");
        if (failed < 0) return failed;
        if (index >= writer.components.size()) return VSS_E_OBJECT_NOT_FOUND;
        *component = new WmComponent(writer.components[index]);
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetRestoreMethod(
            VSS_RESTOREMETHOD_ENUM *, BSTR *, BSTR *, VSS_WRITERRESTORE_ENUM *, boolean *, UINT *) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE GetAlternateLocationMapping(UINT, IVssWMFiledesc **) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetBackupSchema(DWORD *) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetDocument(IXMLDOMDocument **) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE SaveAsXML(BSTR *xml) override {
        HRESULT failed = ledger.inject("Metadata.SaveAsXML");
        if (failed < 0) return failed;
        *xml = bstr(wide("<writer>") + writer.name + wide("</writer>"));
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE LoadFromXML(BSTR) override { return E_NOTIMPL; }
};
