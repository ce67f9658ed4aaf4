// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.stillframe.platform.windows.VssWriter.Component;
import dev.stillframe.platform.windows.VssWriter.Files;
import dev.stillframe.platform.windows.VssWriter.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** IVssExamineWriterMetadata, read to its end. */
final class WriterMetadata extends ComObject {
    WriterMetadata(VssLibrary library, Pointer object) {
        super(library, object);
    }

    VssWriter read() throws ComException {
        Memory instance = ComIds.room();
        Memory id = ComIds.room();
        Memory name = new Memory(Long.BYTES);
        name.setPointer(0, null);
        Memory usage = new Memory(Integer.BYTES);
        Memory source = new Memory(Integer.BYTES);
        call(Slot.GET_IDENTITY, instance, id, name, usage, source);
        String text = library().take(name.getPointer(0));
        UUID writer = ComIds.read(id);
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            try (ReadComponent component = new ReadComponent(library(), pointer(Slot.GET_COMPONENT, i))) {
                components.add(component.read());
            }
        }
        return new VssWriter(writer, ComIds.read(instance), text, components, document(Slot.SAVE_METADATA));
    }

    private int count() throws ComException {
        Memory included = new Memory(Integer.BYTES);
        Memory excluded = new Memory(Integer.BYTES);
        Memory components = new Memory(Integer.BYTES);
        components.setInt(0, 0);
        call(Slot.GET_FILE_COUNTS, included, excluded, components);
        return components.getInt(0);
    }

    /** IVssWMComponent. */
    private static final class ReadComponent extends ComObject {
        ReadComponent(VssLibrary library, Pointer object) {
            super(library, object);
        }

        Component read() throws ComException {
            Pointer info = pointer(Slot.GET_COMPONENT_INFO);
            try {
                List<Files> files = new ArrayList<>();
                files(Kind.FILE, Slot.GET_FILE, info.getInt(Field.COMPONENT_FILES.offset()), files);
                files(Kind.DATABASE, Slot.GET_DATABASE_FILE, info.getInt(Field.COMPONENT_DATABASES.offset()), files);
                files(Kind.LOG, Slot.GET_DATABASE_LOG_FILE, info.getInt(Field.COMPONENT_LOGS.offset()), files);
                return new Component(
                        info.getInt(Field.COMPONENT_TYPE.offset()),
                        WideText.read(info.getPointer(Field.COMPONENT_PATH.offset())),
                        WideText.read(info.getPointer(Field.COMPONENT_NAME.offset())),
                        WideText.read(info.getPointer(Field.COMPONENT_CAPTION.offset())),
                        info.getByte(Field.COMPONENT_SELECTABLE.offset()) != 0,
                        files);
            } finally {
                call(Slot.FREE_COMPONENT_INFO, info);
            }
        }

        private void files(Kind kind, Slot get, int count, List<Files> into) throws ComException {
            for (int i = 0; i < count; i++) {
                try (ComObject file = new ComObject(library(), pointer(get, i))) {
                    into.add(new Files(kind, file.text(Slot.GET_PATH), file.text(Slot.GET_FILESPEC), recursive(file)));
                }
            }
        }

        private static boolean recursive(ComObject file) throws ComException {
            Memory flag = new Memory(1);
            flag.setByte(0, (byte) 0);
            file.call(Slot.GET_RECURSIVE, flag);
            return flag.getByte(0) != 0;
        }
    }
}
