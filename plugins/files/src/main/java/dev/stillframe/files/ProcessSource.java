// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.WriterException;
import java.util.List;

/** Says whom a hold stops. */
interface ProcessSource {
    /**
     * Who they are now: asked again until nobody new is there.
     *
     * @throws WriterException if not everybody can be seen
     */
    List<HeldProcess> now() throws WriterException;

    /** What somebody did who was not there when the others were stopped. */
    String cameBy();
}
