// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A folder with everything that is strange about files, and a description of a folder to compare it by. */
final class Tree {
    private Tree() {}

    /** Skips the test where the programs are missing that make and describe one. */
    static void assumePrograms() {
        for (String program : List.of("getfattr", "setfattr", "setfacl")) {
            Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), program + " is not installed");
        }
    }

    /** Makes one. As root also a device and an attribute that only root may set. */
    static void grow(Path folder, int smallFiles) throws IOException, InterruptedException {
        Shell.run(folder, """
                export LC_ALL=C
                mkdir small; seq 1 %d | (cd small; split -l 1 -a 5 - s)
                echo a > "$(printf 'new\\nline')"
                echo b > "$(printf 'not utf-8 \\377\\376')"
                mkdir "$(printf 'folder \\300 and\\ttab')"; echo c > "$(printf 'folder \\300 and\\ttab')/c"
                echo d > ' leading and trailing '; echo e > -e; echo f > 'back\\slash'
                mkdir deep; ln small/saaaaa deep/hard; ln small/saaaaa deep/harder
                ln -s /etc/hostname out-of-the-set; ln -s small/saaaab inside; ln -s nowhere dangling
                ln -s "$(printf 'target \\377')" strange-target
                mkfifo fifo; mkdir -m 0 closed; : > empty
                touch -d '1969-12-31 23:59:58.123456789 UTC' empty
                echo acl > acl; echo xattr > xattr; chmod 4751 xattr
                mkdir sgid; chmod 3770 sgid
                touch -h -d '2001-02-03 04:05:06.987654321 UTC' dangling small/saaaac deep
                """.formatted(smallFiles));
    }

    /** As root on a filesystem that takes them. */
    static void decorate(Path folder) throws IOException, InterruptedException {
        Shell.run(folder, """
                export LC_ALL=C
                setfacl -m u:12345:r-x,g:54321:rw- acl; setfacl -d -m u:12345:rwx sgid
                setfattr -n user.plain -v text xattr; setfattr -n user.binary -v 0x00ff0a3d2222 xattr
                setfattr -n trusted.root -v secret small; setfattr -h -n trusted.link -v 1 inside
                chown 12345:54321 small/saaaad; chown -h 1:2 inside
                mknod null c 1 3; mknod loop b 7 0
                """);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(folder.resolve("socket"))); // the file outlives it
        }
    }

    /**
     * Every entry with its type, mode, owner, time in nanoseconds, links, target, size, content and extended attributes
     * (ACLs among them), a line each. A socket belongs to the process that listens and is left out.
     */
    static String describe(Path folder) throws IOException, InterruptedException {
        return Shell.run(folder, """
                export LC_ALL=C
                find . ! -type s ! -type d -printf '%P|%y|%m|%U:%G|%T@|%n|%l|%s\\0' | sort -z | tr '\\0\\n' '\\n?'
                find . -type d ! -path . -printf '%P|%y|%m|%U:%G|%T@\\0' | sort -z | tr '\\0\\n' '\\n?'
                find . -type f -print0 | sort -z | xargs -0 sha256sum -b -z | tr '\\0\\n' '\\n?'
                find . \\( -type b -o -type c \\) -print0 | sort -z | xargs -0 -r stat -c '%n %t:%T'
                find . ! -type s ! -type p -print0 | sort -z | xargs -0 getfattr -h -d -m - -e hex -- 2>&1
                """);
    }
}
