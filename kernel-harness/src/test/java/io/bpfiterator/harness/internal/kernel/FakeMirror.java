// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bpfiterator.internal.files.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves a mirror of Debian's archive with small kernel packages, and fails on request. */
public final class FakeMirror implements AutoCloseable {

    /** The suite of packages that are added without one. */
    static final String SUITE = "sid";

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, StringBuilder> packages = new TreeMap<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger downloads = new AtomicInteger();
    private final HttpServer server;
    private final String architecture;
    private volatile long packageDelayMillis;

    public FakeMirror(String architecture) throws IOException {
        this.architecture = architecture;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Returns Debian's name for this machine's architecture. */
    public static String architecture() {
        try {
            return new String(new ProcessBuilder("dpkg", "--print-architecture")
                            .start()
                            .getInputStream()
                            .readAllBytes())
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds the package of a kernel, and returns the name of the package. */
    public String kernel(String release, String flavour, String version) throws IOException {
        return kernelIn(SUITE, release, flavour, version);
    }

    String kernelIn(String suite, String release, String flavour, String version) throws IOException {
        String name = "linux-image-" + release + "-" + flavour + architecture;
        String full = release + "-" + flavour + architecture;
        byte[] deb = new FakePackage(name, version, architecture)
                .withImage(full)
                .with("lib/modules/" + full + "/modules.order", "kernel/drivers/net/dummy.ko\n".getBytes())
                .bytes();
        add(suite, name, version, "", deb);
        return name;
    }

    /** Adds a package that depends on another. */
    public void metapackage(String name, String version, String on) {
        metapackageIn(SUITE, name, version, on);
    }

    void metapackageIn(String suite, String name, String version, String on) {
        add(suite, name + architecture, version, "Depends: " + on + " (= " + version + ")\n", new byte[] {1});
    }

    /** Signs a suite with its current packages. */
    void sign(String suite, SigningKey key) throws GeneralSecurityException {
        String release = "/dists/" + suite + "/Release";
        files.put(release + ".gpg", key.sign(files.get(release)));
    }

    /** Responds with an HTTP status to each request below a path. */
    void refuse(String path, int status) {
        refusals.put(path, status);
    }

    private void add(String suite, String name, String version, String more, byte[] deb) {
        // The metapackages of all suites have the same name, as in the archive.
        String file = "pool/" + name + "_" + version + ".deb";
        files.put("/" + file, deb);
        StringBuilder list = packages.computeIfAbsent(suite, first -> new StringBuilder());
        list.append("Package: %s\nVersion: %s\nArchitecture: %s\nFilename: %s\nSize: %d\nSHA256: %s\n%s\n"
                .formatted(name, version, architecture, file, deb.length, Sha256.hex(deb), more));
        byte[] text = list.toString().getBytes(StandardCharsets.UTF_8);
        String path = "main/binary-" + architecture + "/Packages";
        files.put("/dists/" + suite + "/" + path, text);
        files.put(
                "/dists/" + suite + "/Release",
                ("Suite: " + suite + "\nCodename: " + suite + "\nDate: Thu, 01 Jan 2026 00:00:00 UTC\nArchitectures: "
                                + architecture + "\nComponents: main\nSHA256:\n " + Sha256.hex(text) + " " + text.length
                                + " " + path + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Changes a package without changing its checksum in the lists. */
    void falsify(String name) {
        files.replaceAll((path, file) -> {
            if (!path.startsWith("/pool/" + name + "_")) {
                return file;
            }
            byte[] other = file.clone();
            other[other.length - 1]++;
            return other;
        });
    }

    /** Delays the download of each package. */
    public void slowDown(long milliseconds) {
        packageDelayMillis = milliseconds;
    }

    int downloads() {
        return downloads.get();
    }

    /** Returns a directory like /etc/apt with this mirror as its only source. */
    public Path etc(Path directory) throws IOException {
        return etc(directory, "trusted=yes", SUITE);
    }

    /** @param option the option in the brackets of each entry, which says what to trust */
    Path etc(Path directory, String option, String... suites) throws IOException {
        Files.createDirectories(directory);
        List<String> entries = Arrays.stream(suites)
                .map(suite -> "deb [" + option + "] http://127.0.0.1:"
                        + server.getAddress().getPort() + " " + suite + " main")
                .toList();
        Files.write(directory.resolve("sources.list"), entries);
        return directory;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().replace("%2b", "+");
            for (Map.Entry<String, Integer> refusal : refusals.entrySet()) {
                if (path.startsWith(refusal.getKey())) {
                    exchange.sendResponseHeaders(refusal.getValue(), -1);
                    return;
                }
            }
            byte[] file = files.get(path);
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.sendResponseHeaders(200, file.length);
            OutputStream body = exchange.getResponseBody();
            if (exchange.getRequestURI().getPath().startsWith("/pool")) {
                downloads.incrementAndGet();
                body.write(file, 0, file.length / 2);
                body.flush();
                Thread.sleep(packageDelayMillis);
                body.write(file, file.length / 2, file.length - file.length / 2);
            } else {
                body.write(file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
