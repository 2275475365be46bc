// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.internal.files.SearchPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Drives the headless Chromium of this machine, without network access. */
final class Chromium implements AutoCloseable {

    /** Selenium warns of browsers newer than itself. The field keeps the logger, and with it the level, reachable. */
    private static final Logger LOGGER = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    /** @param profile an empty directory */
    Chromium(Path profile) {
        LOGGER.setLevel(Level.SEVERE);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium", "chromium-browser").toFile());
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-quic",
                "--window-size=1440,900",
                "--user-data-dir=" + profile);
        driver = new ChromeDriver(service, options);
    }

    /** Finds a program; without a path, Selenium would download a driver. */
    private static Path program(String... names) {
        return Stream.of(names)
                .flatMap(name -> SearchPath.find(name).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Cannot find " + names[0]
                        + " in PATH. Install Debian's packages chromium and chromium-driver, or run scripts/prepare."));
    }

    /** Loads a page, and waits until it shows its report. */
    void open(Path page, String fragment) {
        load(page, fragment);
        await("performance.getEntriesByName('shown').length > 0");
    }

    /** Loads a page that may fail to show its report. */
    void load(Path page, String fragment) {
        driver.switchTo().defaultContent();
        driver.get("about:blank");
        driver.get(page.toUri() + (fragment.isEmpty() ? "" : "#" + fragment));
    }

    /** Directs the following calls to a frame of the page, until another page is loaded. */
    void enter(String frame) {
        driver.switchTo().frame(element(frame));
    }

    /** Waits until a JavaScript expression is true. */
    void await(String condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!Boolean.TRUE.equals(run("return " + condition))) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "Not true within 20 s: " + condition + ". Messages of the console: " + consoleMessages());
            }
            sleep(20);
        }
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Returns the value of a JavaScript expression with a variable {@code element}, as a string. */
    String of(String selector, String expression) {
        return String.valueOf(
                run("const element = document.querySelector(arguments[0]); return " + expression, selector));
    }

    WebElement element(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /**
     * Returns the texts of the visible elements, with a space for each run of white space. Rows that were moved have
     * no visible text until the next frame.
     */
    @SuppressWarnings("unchecked")
    List<String> texts(String selector) {
        return (List<String>) run("""
                const all = [...document.querySelectorAll(arguments[0])];
                const seen = all.filter((element) => element.checkVisibility());
                const texts = () => seen.map((element) => element.innerText.trim().replace(/\\s+/g, ' '));
                const frame = () => new Promise(requestAnimationFrame);
                const laidOut = seen.every((element) => element.innerText !== '' || element.textContent === '');
                return laidOut ? texts() : frame().then(frame).then(texts);""", selector);
    }

    /** Presses keys one after the other in the focused element. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void pressWithControl(CharSequence key) {
        new Actions(driver)
                .keyDown(Keys.CONTROL)
                .sendKeys(key)
                .keyUp(Keys.CONTROL)
                .perform();
    }

    /** Returns the text of the focused element. */
    String focused() {
        return texts(":focus").get(0);
    }

    void back() {
        driver.navigate().back();
    }

    void media(String name, String value) {
        devTools(
                "Emulation.setEmulatedMedia",
                name.equals("media")
                        ? Map.of("media", value)
                        : Map.of("features", List.of(Map.of("name", name, "value", value))));
    }

    void resize(int width, int height) {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void originalSize() {
        devTools("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    byte[] screenshot() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    Object devTools(String command, Map<String, Object> parameters) {
        return driver.executeCdpCommand(command, parameters);
    }

    /** Deletes the local storage of pages; the call of a page would return before it is done. */
    void forget() {
        devTools("Storage.clearDataForOrigin", Map.of("origin", "file://", "storageTypes", "local_storage"));
    }

    /** Returns the messages of the console since the last call. */
    List<String> consoleMessages() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Returns the network requests since the last call, as DevTools reports them. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
