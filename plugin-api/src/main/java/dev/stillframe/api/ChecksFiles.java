// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.List;

/**
 * Capability of a factory: judges an application's files wherever they came from, for an operator who has nothing but
 * the files. Needs no settings, no running application and no backup.
 */
public interface ChecksFiles {
    /**
     * Checks files that belong together, for example the data files and log files of one database. Changes nothing, and
     * holds nothing when it returns.
     *
     * <p>Thread: one at a time per factory; the files may be read by several at once. May be called many times.
     *
     * @param files at least one, in the order in which the operator named them; what they are is told by their contents
     * @return one verdict for all of them; a file that is none of this application's is damaged
     * @throws WriterException if the check itself could not be done, for example because a file cannot be read
     */
    Verdict check(List<ImageFile> files, Deadline deadline) throws WriterException;
}
