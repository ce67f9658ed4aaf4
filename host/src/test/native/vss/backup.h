// SPDX-License-Identifier: Apache-2.0
// The fake requester object: holds its caller to the documented order of calls, and fails where a test says so.
#pragma once
#include "objects.h"

struct Shadow {
    VSS_ID id;
    std::u16string volume, device;
};

// A test may want shadow copies that can be read: it watches the folder that STILLFRAME_FAKE_VSS names. A file
// "take-N" appears when shadow copy N is to be made, and the test answers with "take-N.done"; likewise "release-N".
inline void published(const char *what, const std::u16string &device) {
#ifdef _WIN32
    const char *folder = getenv("STILLFRAME_FAKE_VSS");
    if (!folder) return;
    std::string name = narrow(device);
    std::string file = std::string(folder) + "\\" + what + "-" + name.substr(name.find_last_not_of("0123456789") + 1);
    if (FILE *wish = fopen(file.c_str(), "w")) fclose(wish);
    for (int i = 0; i < 3000 && GetFileAttributesA((file + ".done").c_str()) == INVALID_FILE_ATTRIBUTES; i++) Sleep(10);
#else
    (void)what, (void)device;
#endif
}

struct Backup final : Counted<IVssBackupComponents> {
    enum Phase {
        CREATED, INITIALIZED, GATHERED, STARTED, PREPARED, DONE, COMPLETED, ABORTED,
        RESTORING, FOUND, SELECTED, PRERESTORED, POSTRESTORED
    };
    Phase phase = CREATED;
    bool context = false, stated = false, metadataGathered = false, statusGathered = false;
    std::string ended; // the last asynchronous phase that ended: which state the writers are in
    VSS_ID set = {};
    std::vector<Shadow> shadows;
    std::vector<std::string> added;
    std::string document; // of the backup that is restored
    std::vector<std::string> selected, answered;
    uint32_t nextId = 1;

    ~Backup() override {
        ledger.note("Release");
        if (!shadows.empty() && (phase == DONE || phase == COMPLETED)) {
            ledger.snapshots -= static_cast<int>(shadows.size());
            for (auto &shadow : shadows) published("release", shadow.device);
        }
    }

    HRESULT step(const std::string &name, bool allowed, const std::string &details = "") {
        ledger.note(name + (details.empty() ? "" : " " + details));
        if (!allowed) {
            ledger.note("! out of order: " + name);
            return VSS_E_BAD_STATE;
        }
        return ledger.inject(name);
    }
    HRESULT async(const std::string &name, bool allowed, IVssAsync **result, std::function<void()> effect) {
        *result = nullptr;
        HRESULT failed = step(name, allowed);
        if (failed < 0) return failed;
        *result = new Async(name, [this, name, effect] {
            if (name != "GatherWriterStatus" && name != "GatherWriterMetadata") ended = name;
            effect();
        });
        return S_OK;
    }
    VSS_ID freshId(uint32_t kind) {
        VSS_ID id = {kind, 0x1234, 0x5678, {1, 2, 3, 4, 5, 6, 7, 8}};
        id.Data4[7] = static_cast<uint8_t>(nextId++);
        return id;
    }
    const Writer *writer(VSS_ID instance, VSS_ID id) {
        for (auto &one : ledger.writers)
            if (same(one.id, id) && same(one.instance, instance)) return &one;
        return nullptr;
    }
    static std::string key(VSS_COMPONENT_TYPE type, LPCWSTR path, LPCWSTR name) {
        return std::to_string(type) + ":" + narrow(wide(path)) + "\\" + narrow(wide(name));
    }

    HRESULT STDMETHODCALLTYPE InitializeForBackup(BSTR xml) override {
        HRESULT failed = step("InitializeForBackup", phase == CREATED && xml == nullptr);
        if (failed >= 0) phase = INITIALIZED;
        return failed;
    }
    HRESULT STDMETHODCALLTYPE SetContext(LONG value) override {
        HRESULT failed = step("SetContext", phase == INITIALIZED && !context, std::to_string(value));
        if (failed >= 0) context = true;
        return failed;
    }
    HRESULT STDMETHODCALLTYPE SetBackupState(boolean select, boolean boot, VSS_BACKUP_TYPE type, boolean partial) override {
        std::string details = "select=" + std::to_string(select) + " boot=" + std::to_string(boot)
                + " type=" + std::to_string(type) + " partial=" + std::to_string(partial);
        HRESULT failed = step("SetBackupState", phase == INITIALIZED && !stated, details);
        if (failed >= 0) stated = true;
        return failed;
    }
    HRESULT STDMETHODCALLTYPE GatherWriterMetadata(IVssAsync **result) override {
        bool allowed = phase == RESTORING || (phase == INITIALIZED && context && stated);
        return async("GatherWriterMetadata", allowed, result, [this] {
            phase = phase == RESTORING ? FOUND : GATHERED;
            metadataGathered = true;
        });
    }
    HRESULT STDMETHODCALLTYPE GetWriterMetadataCount(UINT *count) override {
        HRESULT failed = step("GetWriterMetadataCount", metadataGathered);
        if (failed >= 0) *count = static_cast<UINT>(ledger.writers.size());
        return failed;
    }
    HRESULT STDMETHODCALLTYPE GetWriterMetadata(UINT index, VSS_ID *instance, IVssExamineWriterMetadata **result) override {
        *result = nullptr;
        HRESULT failed = step("GetWriterMetadata", metadataGathered && index < ledger.writers.size());
        if (failed < 0) return failed;
        *instance = ledger.writers[index].instance;
        *result = new Metadata(ledger.writers[index]);
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE FreeWriterMetadata() override {
        HRESULT failed = step("FreeWriterMetadata", metadataGathered);
        if (failed >= 0) metadataGathered = false;
        return failed;
    }
    HRESULT STDMETHODCALLTYPE AddComponent(
            VSS_ID instance, VSS_ID id, VSS_COMPONENT_TYPE type, LPCWSTR path, LPCWSTR name) override {
        HRESULT failed = step("AddComponent", phase == GATHERED, key(type, path, name));
        if (failed < 0) return failed;
        const Writer *one = writer(instance, id);
        if (one)
            for (auto &component : one->components)
                if (component.type == type && component.path == wide(path) && component.name == wide(name)) {
                    added.push_back(key(type, path, name));
                    return S_OK;
                }
        return VSS_E_OBJECT_NOT_FOUND;
    }
    HRESULT STDMETHODCALLTYPE StartSnapshotSet(VSS_ID *id) override {
        HRESULT failed = step("StartSnapshotSet", phase == GATHERED);
        if (failed < 0) return failed;
        phase = STARTED;
        *id = set = freshId(0x5e7);
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE AddToSnapshotSet(VSS_PWSZ volume, VSS_ID provider, VSS_ID *id) override {
        std::u16string name = wide(volume);
        HRESULT failed = step("AddToSnapshotSet", phase == STARTED, narrow(name));
        if (failed < 0) return failed;
        if (name.empty() || name.back() != u'\\' || !none(provider)) return E_INVALIDARG;
        shadows.push_back({freshId(0x540), name, {}});
        *id = shadows.back().id;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE PrepareForBackup(IVssAsync **result) override {
        return async("PrepareForBackup", phase == STARTED && !shadows.empty(), result, [this] { phase = PREPARED; });
    }
    HRESULT STDMETHODCALLTYPE DoSnapshotSet(IVssAsync **result) override {
        return async("DoSnapshotSet", phase == PREPARED, result, [this] {
            phase = DONE;
            for (auto &shadow : shadows) {
                shadow.device = wide("\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy")
                        + wide(std::to_string(ledger.nextDevice++).c_str());
                ledger.snapshots++;
                published("take", shadow.device);
            }
        });
    }
    bool gathersStatus() const {
        return (phase >= PREPARED && phase <= COMPLETED) || phase == PRERESTORED || phase == POSTRESTORED;
    }
    HRESULT STDMETHODCALLTYPE GatherWriterStatus(IVssAsync **result) override {
        return async("GatherWriterStatus", gathersStatus(), result, [this] { statusGathered = true; });
    }
    HRESULT STDMETHODCALLTYPE GetWriterStatusCount(UINT *count) override {
        HRESULT failed = step("GetWriterStatusCount", statusGathered);
        if (failed >= 0) *count = ended == ledger.forget ? 0 : static_cast<UINT>(ledger.writers.size());
        return failed;
    }
    HRESULT STDMETHODCALLTYPE GetWriterStatus(
            UINT index, VSS_ID *instance, VSS_ID *id, BSTR *name, VSS_WRITER_STATE *state, HRESULT *failure) override {
        HRESULT failed = step("GetWriterStatus", statusGathered && index < ledger.writers.size());
        if (failed < 0) return failed;
        const Writer &one = ledger.writers[index];
        *instance = one.instance;
        *id = one.id;
        *name = bstr(one.name);
        auto found = one.after.find(ended);
        *state = static_cast<VSS_WRITER_STATE>(found == one.after.end() ? VSS_WS_STABLE : found->second.state);
        *failure = found == one.after.end() ? S_OK : found->second.failure;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE FreeWriterStatus() override {
        HRESULT failed = step("FreeWriterStatus", statusGathered);
        statusGathered = false;
        return failed;
    }
    HRESULT STDMETHODCALLTYPE GetSnapshotProperties(VSS_ID id, VSS_SNAPSHOT_PROP *properties) override {
        HRESULT failed = step("GetSnapshotProperties", phase == DONE || phase == COMPLETED);
        if (failed < 0) return failed;
        for (auto &shadow : shadows)
            if (same(shadow.id, id)) {
                memset(properties, 0, sizeof *properties);
                properties->m_SnapshotId = id;
                properties->m_SnapshotSetId = set;
                properties->m_lSnapshotsCount = static_cast<LONG>(shadows.size());
                properties->m_pwszSnapshotDeviceObject = bstr(shadow.device);
                properties->m_pwszOriginalVolumeName = bstr(shadow.volume);
                properties->m_eStatus = VSS_SS_CREATED;
                return S_OK;
            }
        return VSS_E_OBJECT_NOT_FOUND;
    }
    HRESULT STDMETHODCALLTYPE SetBackupSucceeded(
            VSS_ID instance, VSS_ID id, VSS_COMPONENT_TYPE type, LPCWSTR path, LPCWSTR name, boolean succeeded) override {
        std::string component = key(type, path, name);
        HRESULT failed = step("SetBackupSucceeded", phase == DONE, component + "=" + std::to_string(succeeded));
        if (failed < 0) return failed;
        for (auto &one : added)
            if (one == component && writer(instance, id)) return S_OK;
        return VSS_E_OBJECT_NOT_FOUND;
    }
    HRESULT STDMETHODCALLTYPE BackupComplete(IVssAsync **result) override {
        return async("BackupComplete", phase == DONE, result, [this] { phase = COMPLETED; });
    }
    HRESULT STDMETHODCALLTYPE AbortBackup() override {
        HRESULT failed = step("AbortBackup", phase >= INITIALIZED && phase < COMPLETED);
        if (failed < 0) return failed;
        if (phase == DONE) {
            ledger.snapshots -= static_cast<int>(shadows.size());
            for (auto &shadow : shadows) published("release", shadow.device);
        }
        shadows.clear();
        phase = ABORTED;
        return S_OK;
    }
    // The document is longer than 64 Ki characters, as real ones may be; who keeps only a part of it learns so.
    HRESULT STDMETHODCALLTYPE SaveAsXML(BSTR *xml) override {
        HRESULT failed = step("SaveAsXML", phase == DONE);
        if (failed < 0) return failed;
        std::string text = "<components>";
        for (auto &one : added) text += one + "\n";
        text += std::string(70000, ' ') + "</components>";
        *xml = bstr(wide(text.c_str()));
        return S_OK;
    }

    // A restore: nothing of what is above but the gathering of metadata and status.
    HRESULT STDMETHODCALLTYPE InitializeForRestore(BSTR xml) override {
        HRESULT failed = step("InitializeForRestore", phase == CREATED && xml != nullptr);
        if (failed < 0) return failed;
        document = narrow(wide(static_cast<LPCWSTR>(xml)));
        if (document.find("</components>") == std::string::npos) return VSS_E_INVALID_XML_DOCUMENT;
        phase = RESTORING;
        return failed;
    }
    bool inDocument(const std::string &component) const {
        return document.find(component + "\n") != std::string::npos;
    }
    static bool runs(VSS_ID id) {
        for (auto &one : ledger.writers)
            if (same(one.id, id)) return true;
        return false;
    }
    HRESULT STDMETHODCALLTYPE SetSelectedForRestore(
            VSS_ID id, VSS_COMPONENT_TYPE type, LPCWSTR path, LPCWSTR name, boolean select) override {
        std::string component = key(type, path, name);
        bool allowed = phase == FOUND || phase == SELECTED;
        HRESULT failed = step("SetSelectedForRestore", allowed, component + "=" + std::to_string(select));
        if (failed < 0) return failed;
        if (!inDocument(component) || !runs(id)) return VSS_E_OBJECT_NOT_FOUND;
        selected.push_back(component);
        phase = SELECTED;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE PreRestore(IVssAsync **result) override {
        return async("PreRestore", phase == SELECTED, result, [this] { phase = PRERESTORED; });
    }
    HRESULT STDMETHODCALLTYPE SetFileRestoreStatus(VSS_ID id, VSS_COMPONENT_TYPE type, LPCWSTR path, LPCWSTR name,
            VSS_FILE_RESTORE_STATUS status) override {
        std::string component = key(type, path, name);
        bool allowed = phase == PRERESTORED || phase == SELECTED; // also when PreRestore itself failed
        answered.push_back(component);
        HRESULT failed = step("SetFileRestoreStatus", allowed, component + "=" + std::to_string(status));
        if (failed < 0) return failed;
        return status < VSS_RS_NONE || status > VSS_RS_FAILED || !runs(id) ? E_INVALIDARG : S_OK;
    }
    HRESULT STDMETHODCALLTYPE PostRestore(IVssAsync **result) override {
        bool allowed = (phase == PRERESTORED || phase == SELECTED) && answered == selected;
        return async("PostRestore", allowed, result, [this] { phase = POSTRESTORED; });
    }
    HRESULT STDMETHODCALLTYPE IsVolumeSupported(VSS_ID provider, VSS_PWSZ volume, WINBOOL *supported) override {
        std::u16string name = wide(volume);
        HRESULT failed = step("IsVolumeSupported", phase >= INITIALIZED && phase < COMPLETED && context, narrow(name));
        if (failed < 0) return failed;
        if (name.empty() || name.back() != u'\\' || !none(provider)) return E_INVALIDARG;
        *supported = name != wide("U:\\"); // the one that VSS does not know how to shadow
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE GetWriterComponentsCount(UINT *) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetWriterComponents(UINT, IVssWriterComponentsExt **) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE SetRestoreState(VSS_RESTORE_TYPE) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE SetBackupOptions(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE SetRestoreOptions(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE SetAdditionalRestores(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, boolean) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE SetPreviousBackupStamp(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE AddAlternativeLocationMapping(
            VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR, LPCWSTR, boolean, LPCWSTR) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE AddRestoreSubcomponent(
            VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR, LPCWSTR, boolean) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE AddNewTarget(
            VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR, LPCWSTR, boolean, LPCWSTR) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE SetRangesFilePath(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, UINT, LPCWSTR) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE DeleteSnapshots(VSS_ID, VSS_OBJECT_TYPE, WINBOOL, LONG *, VSS_ID *) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE ImportSnapshots(IVssAsync **) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE BreakSnapshotSet(VSS_ID) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Query(VSS_ID, VSS_OBJECT_TYPE, VSS_OBJECT_TYPE, IVssEnumObject **) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE DisableWriterClasses(const VSS_ID *, UINT) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE EnableWriterClasses(const VSS_ID *, UINT) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE DisableWriterInstances(const VSS_ID *, UINT) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE ExposeSnapshot(VSS_ID, VSS_PWSZ, LONG, VSS_PWSZ, VSS_PWSZ *) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE RevertToSnapshot(VSS_ID, WINBOOL) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE QueryRevertStatus(VSS_PWSZ, IVssAsync **) override { return E_NOTIMPL; }
};
