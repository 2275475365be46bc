// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsBrowser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page without a mouse. */
@NeedsBrowser
class PageKeyboardTest extends OpenPage {

    @Nested
    class The_keyboard {

        @BeforeEach
        void open() {
            browser.open(sample, "");
            browser.run("document.querySelector('#grid [tabindex=\"0\"]').focus()");
        }

        @Test
        void moves_from_cell_to_cell() {
            browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_RIGHT);
            assertThat(browser.focused()).isEqualTo("✓ 14 ms");

            browser.press(Keys.END);
            assertThat(browser.focused()).isEqualTo("·");

            browser.pressWithControl(Keys.END);
            assertThat(browser.run("return document.activeElement.parentElement.innerText"))
                    .asString()
                    .startsWith("listensInANetworkOfItsOwn");

            browser.press(Keys.ARROW_DOWN, Keys.HOME, Keys.ARROW_UP, Keys.ARROW_RIGHT);
            assertThat(browser.focused()).isEqualTo("✓ 1 passed");
        }

        @Test
        void has_one_cell_that_the_tab_key_reaches() {
            browser.press(Keys.ARROW_DOWN, Keys.ARROW_RIGHT);

            assertThat(browser.run("return document.querySelectorAll('#grid [tabindex=\"0\"]').length"))
                    .isEqualTo(1L);
            assertThat(browser.run("return document.activeElement.tabIndex")).isEqualTo(0L);
        }

        @Test
        void opens_with_enter_and_returns_with_escape() {
            browser.press("n", Keys.ENTER);
            browser.await("!document.querySelector('#panel').hidden");
            assertThat(browser.run("return document.querySelector('#panel').contains(document.activeElement)"))
                    .isEqualTo(true);

            browser.press(Keys.ESCAPE);
            browser.await("document.querySelector('#panel').hidden");
            assertThat(browser.focused()).isEqualTo("✗ failed 420 ms");
        }

        @Test
        void moves_from_failure_to_failure() {
            browser.press("n", "n");
            String second = browser.run("return document.activeElement.parentElement.innerText")
                    .toString();
            browser.press("p");
            String first = browser.run("return document.activeElement.parentElement.innerText")
                    .toString();

            assertThat(first).startsWith("namesTheModuleOfASymbol");
            assertThat(second).startsWith("showsBothEndsOfAConnection");
        }

        @Test
        void folds_a_class_with_enter() {
            browser.press(Keys.ARROW_DOWN, Keys.ENTER);
            assertThat(browser.texts(ROWS)).hasSize(10);

            browser.press(Keys.ARROW_DOWN);
            assertThat(browser.focused()).startsWith("CgroupIteratorTest");
        }

        @Test
        void searches_with_slash_and_returns_with_escape() {
            browser.press("/", "hashmap");
            assertThat(browser.texts(ROWS)).hasSize(2);

            browser.press(Keys.ESCAPE);
            assertThat(browser.texts(ROWS)).hasSize(14);
            browser.press(Keys.ESCAPE, Keys.ARROW_RIGHT);
            assertThat(browser.focused()).startsWith("host");
        }

        @Test
        void continues_at_the_head_if_the_current_row_is_filtered_out() {
            browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
            browser.element("[value=failed]").click();

            assertThat(browser.of("#grid [tabindex='0']", "element.textContent"))
                    .isEqualTo("Test");
        }

        @Test
        void shows_its_keys_with_a_question_mark() {
            browser.press("?");
            assertThat(browser.texts("#keys h2")).containsExactly("Keys", "Symbols");

            browser.press(Keys.ESCAPE);
            assertThat(browser.texts("#keys h2")).isEmpty();
        }

        @Test
        void outlines_the_focused_cell() {
            browser.press(Keys.ARROW_DOWN);

            assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");
        }

        @Test
        void keeps_the_focus_on_the_chosen_environment() {
            browser.press("n", Keys.ENTER);
            browser.await("!document.querySelector('#panel').hidden");
            browser.run("document.querySelector('#panel .choice button').focus()");
            browser.press(Keys.ENTER);

            browser.await("document.querySelector('#panel .choice [aria-pressed=true] b').textContent === 'host'");
            assertThat(browser.focused()).isEqualTo("host ✓ passed 11 ms");
        }
    }
}
