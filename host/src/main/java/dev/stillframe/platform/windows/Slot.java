// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

/** Methods' places in the vtables of their interfaces, counted from 0 with those of IUnknown. */
public enum Slot {
    RELEASE("IUnknown", "Release", 2),
    INITIALIZE_FOR_BACKUP("IVssBackupComponents", "InitializeForBackup", 5),
    INITIALIZE_FOR_RESTORE("IVssBackupComponents", "InitializeForRestore", 7),
    SET_BACKUP_STATE("IVssBackupComponents", "SetBackupState", 6),
    GATHER_WRITER_METADATA("IVssBackupComponents", "GatherWriterMetadata", 9),
    GET_WRITER_METADATA_COUNT("IVssBackupComponents", "GetWriterMetadataCount", 10),
    GET_WRITER_METADATA("IVssBackupComponents", "GetWriterMetadata", 11),
    FREE_WRITER_METADATA("IVssBackupComponents", "FreeWriterMetadata", 12),
    ADD_COMPONENT("IVssBackupComponents", "AddComponent", 13),
    PREPARE_FOR_BACKUP("IVssBackupComponents", "PrepareForBackup", 14),
    ABORT_BACKUP("IVssBackupComponents", "AbortBackup", 15),
    GATHER_WRITER_STATUS("IVssBackupComponents", "GatherWriterStatus", 16),
    GET_WRITER_STATUS_COUNT("IVssBackupComponents", "GetWriterStatusCount", 17),
    FREE_WRITER_STATUS("IVssBackupComponents", "FreeWriterStatus", 18),
    GET_WRITER_STATUS("IVssBackupComponents", "GetWriterStatus", 19),
    SET_BACKUP_SUCCEEDED("IVssBackupComponents", "SetBackupSucceeded", 20),
    SET_SELECTED_FOR_RESTORE("IVssBackupComponents", "SetSelectedForRestore", 22),
    SAVE_COMPONENTS("IVssBackupComponents", "SaveAsXML", 26),
    BACKUP_COMPLETE("IVssBackupComponents", "BackupComplete", 27),
    SET_FILE_RESTORE_STATUS("IVssBackupComponents", "SetFileRestoreStatus", 30),
    PRE_RESTORE("IVssBackupComponents", "PreRestore", 33),
    POST_RESTORE("IVssBackupComponents", "PostRestore", 34),
    SET_CONTEXT("IVssBackupComponents", "SetContext", 35),
    START_SNAPSHOT_SET("IVssBackupComponents", "StartSnapshotSet", 36),
    ADD_TO_SNAPSHOT_SET("IVssBackupComponents", "AddToSnapshotSet", 37),
    DO_SNAPSHOT_SET("IVssBackupComponents", "DoSnapshotSet", 38),
    GET_SNAPSHOT_PROPERTIES("IVssBackupComponents", "GetSnapshotProperties", 42),
    IS_VOLUME_SUPPORTED("IVssBackupComponents", "IsVolumeSupported", 44),
    CANCEL("IVssAsync", "Cancel", 3),
    WAIT("IVssAsync", "Wait", 4),
    QUERY_STATUS("IVssAsync", "QueryStatus", 5),
    GET_IDENTITY("IVssExamineWriterMetadata", "GetIdentity", 3),
    GET_FILE_COUNTS("IVssExamineWriterMetadata", "GetFileCounts", 4),
    GET_COMPONENT("IVssExamineWriterMetadata", "GetComponent", 7),
    SAVE_METADATA("IVssExamineWriterMetadata", "SaveAsXML", 12),
    GET_COMPONENT_INFO("IVssWMComponent", "GetComponentInfo", 3),
    FREE_COMPONENT_INFO("IVssWMComponent", "FreeComponentInfo", 4),
    GET_FILE("IVssWMComponent", "GetFile", 5),
    GET_DATABASE_FILE("IVssWMComponent", "GetDatabaseFile", 6),
    GET_DATABASE_LOG_FILE("IVssWMComponent", "GetDatabaseLogFile", 7),
    GET_PATH("IVssWMFiledesc", "GetPath", 3),
    GET_FILESPEC("IVssWMFiledesc", "GetFilespec", 4),
    GET_RECURSIVE("IVssWMFiledesc", "GetRecursive", 5);

    private final String type;
    private final String method;
    private final int index;

    Slot(String type, String method, int index) {
        this.type = type;
        this.method = method;
        this.index = index;
    }

    /** The interface, as its header names it. */
    public String type() {
        return type;
    }

    /** The method, as its header names it. */
    public String method() {
        return method;
    }

    public int index() {
        return index;
    }
}
