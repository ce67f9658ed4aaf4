// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.Quiesce;
import dev.stillframe.cycle.Collected;
import dev.stillframe.cycle.PreparedCopy;
import dev.stillframe.cycle.Validated;
import dev.stillframe.error.StillframeException;
import dev.stillframe.reader.ComponentKey;
import dev.stillframe.reader.Image;
import dev.stillframe.reader.ImageComponent;
import dev.stillframe.reader.ImageCopy;
import dev.stillframe.reader.ImageReader;
import dev.stillframe.reader.Late;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The held-copy shape: copies live files and validates what was stored before it is published.
 *
 * <p>Applications in backup mode are copied and leave it first, the others afterwards: what a database's rows name was
 * written by the time its stop point is reached, so the files that are copied later contain it.
 */
final class HeldCopyRun {
    private final Site site;
    private final Storing storing;

    HeldCopyRun(Site site, Storing storing) {
        this.site = site;
        this.storing = storing;
    }

    Backup.Result run(PreparedCopy prepared) throws StillframeException {
        Set<String> present = prepared.report().applications().stream()
                .filter(application -> application.absent().isEmpty())
                .map(application -> application.application())
                .collect(Collectors.toSet());
        storing.begin();
        TimedCopy copy = storing.copy();
        ImageCopy recovering = copy.walk(site.reader().copy(part(present, true), storing.draft()));
        Collected collected = prepared.gather();
        List<Late> late = Storing.late(collected.gathered());
        copy.add(recovering, late);
        copy.walk(site.reader().copy(part(collected.gathered().keySet(), false), storing.draft()));

        Image image =
                Image.live(storing.components(collected.gathered().keySet())).with(late);
        Validated validated = validate(collected, image);
        Set<ComponentKey> refused = storing.refused(validated.report());
        if (!refused.isEmpty()) {
            return new Backup.Result.Nothing(ImageRun.damaged(refused)); // what is in a draft cannot be taken out again
        }
        Receipt receipt = new ReceiptMaking(
                        site,
                        storing,
                        validated.report(),
                        copy,
                        Bases.Chosen.none("the files were read live"),
                        CarriedVerdicts.none(storing))
                .of(image);
        Backup.Result result = storing.publish(receipt);
        validated.complete(Storing.completable(receipt));
        return result;
    }

    private Image part(Set<String> applications, boolean backupMode) {
        List<ImageComponent> components = storing.components(applications).stream()
                .filter(component -> component.component().quiesce() instanceof Quiesce.BackupMode == backupMode)
                .toList();
        return Image.live(components);
    }

    private Validated validate(Collected collected, Image image) throws StillframeException {
        Map<String, ImageReader.OpenImage> open = new TreeMap<>();
        try (StoredTree stored = storing.draft().readBack()) {
            try {
                for (String application : collected.gathered().keySet()) {
                    open.put(application, site.reader().stored(stored, image, application));
                }
                return collected.validate(Map.<String, BackupImage>copyOf(open));
            } finally {
                open.values().forEach(ImageReader.OpenImage::close);
            }
        } catch (IOException e) {
            throw Stores.failure(storing.destination(), e);
        }
    }
}
