// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Restores;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;

/** Makes writers for MariaDB servers. */
public final class MariadbWriterFactory implements WriterFactory, Restores {
    @Override
    public WriterDescriptor descriptor() {
        return WriterDescriptor.of(
                "mariadb", "MariaDB 10.5 and later", "/org/example/mariadb/settings.schema.json");
    }

    @Override
    public Writer open(Settings settings, WriterContext context) throws WriterException {
        return new MariadbWriter(Server.of(settings, context.application()));
    }

    @Override
    public Restorer restorer(RestoreRequest request, WriterContext context) {
        return new MariadbRestorer(request);
    }
}
