// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

/** Where a field lies in a structure that VSS fills in, in bytes, on 64-bit Windows. */
public enum Field {
    SNAPSHOT_ID("VSS_SNAPSHOT_PROP", "m_SnapshotId", 0),
    SNAPSHOT_DEVICE("VSS_SNAPSHOT_PROP", "m_pwszSnapshotDeviceObject", 40),
    SNAPSHOT_VOLUME("VSS_SNAPSHOT_PROP", "m_pwszOriginalVolumeName", 48),
    SNAPSHOT_STATUS("VSS_SNAPSHOT_PROP", "m_eStatus", 120),
    COMPONENT_TYPE("VSS_COMPONENTINFO", "type", 0),
    COMPONENT_PATH("VSS_COMPONENTINFO", "bstrLogicalPath", 8),
    COMPONENT_NAME("VSS_COMPONENTINFO", "bstrComponentName", 16),
    COMPONENT_CAPTION("VSS_COMPONENTINFO", "bstrCaption", 24),
    COMPONENT_SELECTABLE("VSS_COMPONENTINFO", "bSelectable", 46),
    COMPONENT_FILES("VSS_COMPONENTINFO", "cFileCount", 52),
    COMPONENT_DATABASES("VSS_COMPONENTINFO", "cDatabases", 56),
    COMPONENT_LOGS("VSS_COMPONENTINFO", "cLogFiles", 60);

    /** The size of VSS_SNAPSHOT_PROP in bytes. */
    public static final int SNAPSHOT_PROPERTIES_SIZE = 128;

    private final String structure;
    private final String field;
    private final int offset;

    Field(String structure, String field, int offset) {
        this.structure = structure;
        this.field = field;
        this.offset = offset;
    }

    /** The structure, as its header names it. */
    public String structure() {
        return structure;
    }

    /** The field, as its header names it. */
    public String field() {
        return field;
    }

    public int offset() {
        return offset;
    }
}
