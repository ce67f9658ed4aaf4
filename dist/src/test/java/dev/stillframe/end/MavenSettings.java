// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The settings of the Maven that runs these tests, with all that a machine needs to reach a repository (mirrors, proxies,
 * credentials), and one repository more that is asked first: the folder of what was downloaded already.
 */
final class MavenSettings {
    private static final String ID = "downloaded-already";

    private MavenSettings() {}

    /**
     * Writes them.
     *
     * @param original may be missing, as it is on most machines
     */
    static void with(Path original, Path downloaded, Path to) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        Document document;
        if (Files.isRegularFile(original)) {
            document = builder.parse(original.toFile());
        } else {
            document = builder.newDocument();
            document.appendChild(document.createElement("settings"));
        }
        Element profile = document.createElementNS(document.getDocumentElement().getNamespaceURI(), "profile");
        text(profile, "id", ID);
        for (String kind : new String[] {"repository", "pluginRepository"}) {
            Element repository = child(child(profile, kind.replaceFirst("y$", "ies")), kind);
            text(repository, "id", ID);
            text(repository, "url", downloaded.toUri().toString());
            text(child(repository, "releases"), "checksumPolicy", "ignore");
            text(child(repository, "snapshots"), "enabled", "false");
        }
        section(document, "profiles").appendChild(profile);
        text(section(document, "activeProfiles"), "activeProfile", ID);
        TransformerFactory.newInstance()
                .newTransformer()
                .transform(new DOMSource(document), new StreamResult(to.toFile()));
    }

    private static Element section(Document document, String name) {
        Element settings = document.getDocumentElement();
        for (Node each = settings.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each.getNodeName().equals(name)) {
                return (Element) each;
            }
        }
        return child(settings, name);
    }

    private static Element child(Element parent, String name) {
        // in the parent's namespace: with or without, both are found
        Element child = parent.getOwnerDocument().createElementNS(parent.getNamespaceURI(), name);
        parent.appendChild(child);
        return child;
    }

    private static void text(Element parent, String name, String text) {
        child(parent, name).setTextContent(text);
    }
}
