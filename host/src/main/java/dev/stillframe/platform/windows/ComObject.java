// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A COM object, owned: {@link #close()} releases our reference. Confined to the thread of its {@link Apartment}.
 *
 * <p>JNA passes a Java boolean as 255, which is not what C++ calls true: flags are bytes here.
 */
class ComObject implements AutoCloseable {
    private final VssLibrary library;
    private final Pointer object;
    private boolean released;

    ComObject(VssLibrary library, Pointer object) {
        this.library = library;
        this.object = object;
    }

    final VssLibrary library() {
        return library;
    }

    /** @throws ComException if the result is negative */
    final void call(Slot slot, @Nullable Object... arguments) throws ComException {
        int result = result(slot, arguments);
        if (result < 0) {
            throw new ComException(slot.method(), result);
        }
    }

    /** Calls a method whose last argument receives an interface. */
    final Pointer pointer(Slot slot, @Nullable Object... first) throws ComException {
        Memory room = new Memory(Long.BYTES);
        room.setPointer(0, null);
        @Nullable Object[] all = new @Nullable Object[first.length + 1];
        System.arraycopy(first, 0, all, 0, first.length);
        all[first.length] = room;
        call(slot, all);
        Pointer pointer = room.getPointer(0);
        if (pointer == null) { // a success without the object: nothing may be made of it
            throw new ComException(slot.method(), HResult.E_UNEXPECTED.code());
        }
        return pointer;
    }

    /** Calls a method whose only argument receives a number. */
    final int number(Slot slot) throws ComException {
        Memory room = new Memory(Integer.BYTES);
        room.setInt(0, 0);
        call(slot, room);
        return room.getInt(0);
    }

    /** Calls a method whose only argument receives a BSTR, and frees it. */
    final String text(Slot slot) throws ComException {
        Memory room = new Memory(Long.BYTES);
        room.setPointer(0, null);
        call(slot, room);
        return library.take(room.getPointer(0));
    }

    /** The same for a document, which may be as long as it likes. */
    final String document(Slot slot) throws ComException {
        Memory room = new Memory(Long.BYTES);
        room.setPointer(0, null);
        call(slot, room);
        return library.takeWhole(room.getPointer(0));
    }

    private int result(Slot slot, @Nullable Object... arguments) {
        Pointer vtable = object.getPointer(0);
        Function method = Function.getFunction(
                vtable.getPointer((long) slot.index() * Long.BYTES),
                library.convention().flags());
        @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
        all[0] = object;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return method.invokeInt(all);
    }

    @Override
    public final void close() {
        if (!released) {
            released = true;
            result(Slot.RELEASE);
        }
    }
}
