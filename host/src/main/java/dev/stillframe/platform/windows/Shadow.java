// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.util.UUID;

/**
 * A shadow copy that exists.
 *
 * @param device where it can be read, without a backslash at its end: {@code \\?\GLOBALROOT\Device\...}
 * @param volume the volume that it shows
 */
public record Shadow(UUID id, String device, String volume) {}
