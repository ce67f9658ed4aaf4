// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The account that a server runs as. PostgreSQL refuses to run as root, so root hands it to {@code nobody}; anybody else
 * runs it as themselves.
 */
public enum ServerAccount {
    NOBODY {
        @Override
        List<String> prefix() {
            return List.of("setpriv", "--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups", "--");
        }

        @Override
        public void give(Path tree) throws IOException {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    return visitFile(folder, attributes);
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.setAttribute(file, "unix:uid", NOBODY_ID, LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(file, "unix:gid", NOBODY_ID, LinkOption.NOFOLLOW_LINKS);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    },

    OURS {
        @Override
        List<String> prefix() {
            return List.of();
        }

        @Override
        public void give(Path tree) {}
    };

    private static final int NOBODY_ID = 65534;

    /** The account for this process: {@link #NOBODY} for root. */
    public static ServerAccount current() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0 ? NOBODY : OURS;
    }

    /** Goes before a command line, to run it as this account. */
    abstract List<String> prefix();

    /** Makes this account the owner of a file or of a folder and everything in it. Links are not followed. */
    public abstract void give(Path tree) throws IOException;
}
