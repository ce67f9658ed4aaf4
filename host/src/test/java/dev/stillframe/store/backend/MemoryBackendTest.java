// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

/** The backend that other tests use is one. */
class MemoryBackendTest extends BackendContract {
    @Override
    protected Backend open() {
        return new MemoryBackend();
    }
}
