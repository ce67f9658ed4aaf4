// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.SourcePath;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The path of an entry through its open folder, for calls that take no descriptor: {@code /proc/self/fd/N/name}. It
 * stays in that folder whatever happens to the folder's name.
 */
final class EntryPath {
    private EntryPath() {}

    static byte[] through(Descriptor folder, byte[] name) throws LinuxException {
        byte[] path = folder.procPath();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(Arrays.copyOf(path, path.length - 1));
        whole.write('/');
        whole.writeBytes(Bytes.terminated(SourcePath.root().child(name).name()));
        return whole.toByteArray();
    }
}
