// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Guid.GUID;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * IVssBackupComponents: one requester in one backup. The methods are named and documented as in "Volume Shadow Copy API
 * Interfaces" of the Windows documentation; here they read out what they are asked for, and free it.
 *
 * <p>Confined to the thread of its {@link Apartment}.
 */
public final class BackupComponents extends ComObject {
    private static final int CONTEXT_BACKUP = 0;
    private static final byte YES = 1;
    private static final byte NO = 0;

    BackupComponents(VssLibrary library, Pointer object) {
        super(library, object);
    }

    public void initializeForBackup() throws ComException {
        call(Slot.INITIALIZE_FOR_BACKUP, (@Nullable Object) null);
    }

    /** VSS_CTX_BACKUP: the shadow copies take the writers along, and vanish with this object. */
    public void setContext() throws ComException {
        call(Slot.SET_CONTEXT, CONTEXT_BACKUP);
    }

    /** In component mode, without the bootable system state and without partial files. */
    public void setBackupState(VssBackupType type) throws ComException {
        call(Slot.SET_BACKUP_STATE, YES, NO, type.value(), NO);
    }

    public VssAsync gatherWriterMetadata() throws ComException {
        return begin(Slot.GATHER_WRITER_METADATA);
    }

    /** All writers with all their components, once they are gathered. */
    public List<VssWriter> writers() throws ComException {
        List<VssWriter> writers = new ArrayList<>();
        int count = number(Slot.GET_WRITER_METADATA_COUNT);
        for (int i = 0; i < count; i++) {
            Pointer metadata = pointer(Slot.GET_WRITER_METADATA, i, ComIds.room());
            try (WriterMetadata open = new WriterMetadata(library(), metadata)) {
                writers.add(open.read());
            }
        }
        call(Slot.FREE_WRITER_METADATA);
        return writers;
    }

    public void addComponent(VssWriter writer, VssWriter.Component component) throws ComException {
        call(
                Slot.ADD_COMPONENT,
                ComIds.byValue(writer.instance()),
                ComIds.byValue(writer.id()),
                component.type(),
                WideText.orNull(component.logicalPath()),
                WideText.of(component.name()));
    }

    public UUID startSnapshotSet() throws ComException {
        Memory id = ComIds.room();
        call(Slot.START_SNAPSHOT_SET, id);
        return ComIds.read(id);
    }

    /**
     * @param volume with a backslash at its end
     * @return the shadow copy to come
     */
    public UUID addToSnapshotSet(String volume) throws ComException {
        Memory id = ComIds.room();
        call(Slot.ADD_TO_SNAPSHOT_SET, WideText.of(volume), anyProvider(), id);
        return ComIds.read(id);
    }

    /** @param volume with a backslash at its end */
    public boolean isVolumeSupported(String volume) throws ComException {
        Memory supported = new Memory(Integer.BYTES);
        supported.setInt(0, 0);
        call(Slot.IS_VOLUME_SUPPORTED, anyProvider(), WideText.of(volume), supported);
        return supported.getInt(0) != 0;
    }

    public VssAsync prepareForBackup() throws ComException {
        return begin(Slot.PREPARE_FOR_BACKUP);
    }

    public VssAsync doSnapshotSet() throws ComException {
        return begin(Slot.DO_SNAPSHOT_SET);
    }

    public VssAsync gatherWriterStatus() throws ComException {
        return begin(Slot.GATHER_WRITER_STATUS);
    }

    /** How every writer fares, once that is gathered. */
    public List<WriterStatus> writerStatus() throws ComException {
        List<WriterStatus> all = new ArrayList<>();
        int count = number(Slot.GET_WRITER_STATUS_COUNT);
        for (int i = 0; i < count; i++) {
            Memory instance = ComIds.room();
            Memory id = ComIds.room();
            Memory name = new Memory(Long.BYTES);
            name.setPointer(0, null);
            Memory state = new Memory(Integer.BYTES);
            state.setInt(0, 0);
            Memory failure = new Memory(Integer.BYTES);
            failure.setInt(0, 0);
            call(Slot.GET_WRITER_STATUS, i, instance, id, name, state, failure);
            String text = library().take(name.getPointer(0));
            all.add(new WriterStatus(ComIds.read(id), ComIds.read(instance), text, state.getInt(0), failure.getInt(0)));
        }
        call(Slot.FREE_WRITER_STATUS);
        return all;
    }

    public Shadow snapshot(UUID id) throws ComException {
        Memory properties = new Memory(Field.SNAPSHOT_PROPERTIES_SIZE);
        properties.clear();
        call(Slot.GET_SNAPSHOT_PROPERTIES, ComIds.byValue(id), properties);
        try {
            return new Shadow(
                    ComIds.read(properties.share(Field.SNAPSHOT_ID.offset())),
                    WideText.read(properties.getPointer(Field.SNAPSHOT_DEVICE.offset())),
                    WideText.read(properties.getPointer(Field.SNAPSHOT_VOLUME.offset())));
        } finally {
            library().freeSnapshotProperties(properties);
        }
    }

    public void setBackupSucceeded(VssWriter writer, VssWriter.Component component, boolean succeeded)
            throws ComException {
        call(
                Slot.SET_BACKUP_SUCCEEDED,
                ComIds.byValue(writer.instance()),
                ComIds.byValue(writer.id()),
                component.type(),
                WideText.orNull(component.logicalPath()),
                WideText.of(component.name()),
                succeeded ? YES : NO);
    }

    /** What a restore of this backup begins with, as XML. */
    public String saveAsXml() throws ComException {
        return document(Slot.SAVE_COMPONENTS);
    }

    /** @param document of the backup, see {@link #saveAsXml} */
    public void initializeForRestore(String document) throws ComException {
        Pointer text = library().text(document);
        try {
            call(Slot.INITIALIZE_FOR_RESTORE, text);
        } finally {
            library().free(text);
        }
    }

    /** @param writer its class: the instance of the backup need not be the one of the restore */
    public void setSelectedForRestore(UUID writer, int type, String logicalPath, String component) throws ComException {
        call(
                Slot.SET_SELECTED_FOR_RESTORE,
                ComIds.byValue(writer),
                type,
                WideText.orNull(logicalPath),
                WideText.of(component),
                YES);
    }

    public void setFileRestoreStatus(UUID writer, int type, String logicalPath, String component, RestoredFiles files)
            throws ComException {
        call(
                Slot.SET_FILE_RESTORE_STATUS,
                ComIds.byValue(writer),
                type,
                WideText.orNull(logicalPath),
                WideText.of(component),
                files.value());
    }

    public VssAsync preRestore() throws ComException {
        return begin(Slot.PRE_RESTORE);
    }

    public VssAsync postRestore() throws ComException {
        return begin(Slot.POST_RESTORE);
    }

    public VssAsync backupComplete() throws ComException {
        return begin(Slot.BACKUP_COMPLETE);
    }

    public void abortBackup() throws ComException {
        call(Slot.ABORT_BACKUP);
    }

    private VssAsync begin(Slot slot) throws ComException {
        return new VssAsync(library(), pointer(slot), slot.method());
    }

    /** Whichever provider supports the volume: a GUID of zeros by value, not the number 0. */
    private static GUID.ByValue anyProvider() {
        return ComIds.byValue(ComIds.NONE);
    }
}
