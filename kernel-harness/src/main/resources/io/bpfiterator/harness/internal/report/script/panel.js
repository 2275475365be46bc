// The panel next to the grid: the texts of a result, of an environment, or of two environments side by side.

class Panel {
    /**
     * @param navigate called with the selection that a control of the panel requests
     * @param close called when the panel is to be closed
     */
    constructor(root, report, navigate, close) {
        this.root = root;
        this.report = report;
        this.navigate = navigate;
        this.requestClose = close;
        this.source =
            report.coverage &&
            new SourceView(report.coverage, (file, line) => navigate({ coverage: true, file, line }));
        this.file = null;
        this.folded = new Set(['Environment', 'Console']);
        this.wrapped = false;
    }

    close() {
        this.file = null;
        this.root.hidden = true;
        this.root.replaceChildren();
    }

    /** @param selection a test or null, an environment, and another environment to compare with or null */
    show(selection) {
        const { test, environment, other } = selection;
        this.file = null;
        this.fill(
            other !== null,
            resultHeading(test, environment),
            [this.wrapButton()],
            [
                ...(test ? [this.environmentChoice(selection), this.comparisonChoice(selection)] : []),
                ...this.sections(selection),
            ],
        );
        this.applyWrapping();
    }

    /** Shows a source, and one of its lines unless that is null. */
    showFile(file, line) {
        if (file !== this.file) {
            this.fill(true, fileHeading(file), this.missedButtons(), this.source.parts(file, line));
            const { height } = this.root.querySelector('header').getBoundingClientRect();
            this.root.style.setProperty('--heading', `${height}px`);
            this.file = file;
        }
        this.line = line;
        this.source.select(line);
    }

    /** Moves to the next lines of the source that were not executed, or with -1 to the previous ones. */
    moveToMissed(step) {
        const line = this.file && this.source.missedLine(this.line ?? 0, step);
        if (line) {
            this.navigate({ coverage: true, file: this.file, line });
        }
    }

    fill(wide, titles, buttons, parts) {
        const focused = this.focusedSelector();
        this.root.hidden = false;
        this.root.classList.toggle('comparing', wide);
        this.root.replaceChildren(this.heading(titles, buttons), ...parts);
        this.root.scrollTop = 0;
        (this.root.querySelector(focused) ?? this.root.querySelector('h2')).focus();
    }

    /** Returns a selector for the focused element that is still valid when the contents are replaced. */
    focusedSelector() {
        const { activeElement } = document;
        if (!this.root.contains(activeElement)) {
            return 'h2';
        }
        return activeElement.closest('.choice')
            ? '.choice [aria-pressed=true]'
            : `#${activeElement.id || 'panel-title'}`;
    }

    wrap() {
        this.wrapped = !this.wrapped;
        this.applyWrapping();
    }

    applyWrapping() {
        this.root.classList.toggle('wrapped', this.wrapped);
        this.root.querySelector('#wrap')?.setAttribute('aria-pressed', String(this.wrapped));
    }

    wrapButton() {
        return element('button', { type: 'button', id: 'wrap', click: () => this.wrap() }, 'Wrap lines');
    }

    missedButtons() {
        const button = (id, label, step) =>
            element('button', { type: 'button', id, click: () => this.moveToMissed(step) }, label);
        return [button('previous', '\u2191 Missed', -1), button('next', '\u2193 Missed', 1)];
    }

    heading({ title, subtitle }, buttons) {
        return element(
            'header',
            {},
            element('h2', { id: 'panel-title', tabindex: -1 }, visible(title)),
            element('p', { class: 'aside' }, ...subtitle),
            ...buttons,
            element(
                'button',
                { type: 'button', id: 'link', click: (event) => copy(location.href, event.target) },
                'Copy link',
            ),
            element('button', { type: 'button', id: 'close', click: () => this.requestClose() }, 'Close'),
        );
    }

    /** The test's results in all environments; selecting the one on the right swaps the sides. */
    environmentChoice({ test, environment, other }) {
        const choices = this.report.environments.map((one) => {
            const result = test.results[one.column];
            const label = result
                ? `${SIGNS[result.status]} ${result.status} ${duration(result.milliseconds)}`
                : 'no result';
            return element(
                'button',
                {
                    type: 'button',
                    class: result?.status ?? 'none',
                    'aria-pressed': String(one === environment),
                    click: () => this.navigate({ test, environment: one, other: one === other ? environment : other }),
                },
                element('b', {}, visible(one.name)),
                element('span', {}, label),
            );
        });
        return element('div', { class: 'choice', role: 'group', 'aria-label': 'Environment' }, ...choices);
    }

    comparisonChoice({ test, environment, other }) {
        const others = this.report.environments.filter((one) => one !== environment && test.results[one.column]);
        const select = element(
            'select',
            {
                id: 'other',
                autocomplete: 'off',
                change: (event) =>
                    this.navigate({ test, environment, other: this.report.environments[event.target.value] ?? null }),
            },
            element('option', { value: '' }, 'nothing'),
            ...others.map((one) =>
                element(
                    'option',
                    { value: one.column, selected: one === other },
                    visible(`${one.name} (${one.kernel || 'kernel unknown'})`),
                ),
            ),
        );
        return element('label', { class: 'compare' }, 'Side by side with ', select);
    }

    sections({ test, environment, other }) {
        if (test === null) {
            return this.environmentSections(environment);
        }
        return other === null
            ? this.resultSections(test, environment)
            : this.comparisonSections(test, environment, other);
    }

    resultSections(test, environment) {
        const result = test.results[environment.column];
        const texts = textsOf(result, environment);
        const hasOwnTexts = texts.some((text) => text.title !== 'Console');
        const note = result ? 'The test published no output.' : 'The test has no result in this environment.';
        return [
            ...environmentFailure(result, environment).map((text) => this.textSection(text)),
            ...(hasOwnTexts ? [] : [element('p', { class: 'aside' }, note)]),
            ...texts.map((text) => this.textSection(text)),
            this.factsSection(environment),
        ];
    }

    environmentSections(environment) {
        return [
            ...environmentFailure(null, environment).map((text) => this.textSection(text)),
            this.factsSection(environment, true),
            ...textsOf(null, environment).map((text) => this.textSection(text, undefined, true)),
        ];
    }

    comparisonSections(test, environment, other) {
        const [ones, others] = [environment, other].map(
            (one) => new Map(textsOf(test.results[one.column], one).map((text) => [text.title, text])),
        );
        const titles = [...ones.keys(), ...[...others.keys()].filter((title) => !ones.has(title))];
        const sides = [environment, other].map((one) => sideHead(one, test.results[one.column]));
        return [
            element('div', { class: 'sides' }, ...sides),
            ...titles.map((title) => {
                const [left, right] = [ones.get(title), others.get(title)];
                if (left && right) {
                    return this.differenceSection(title, left.text, right.text);
                }
                const only = visible((left ? environment : other).name);
                return this.textSection(left ?? right, `only on ${only}`);
            }),
        ];
    }

    textSection(text, note, open) {
        return this.section({ title: text.title, text: text.text, block: () => textBlock(text), note, open });
    }

    factsSection(environment, open) {
        const text = factsText(environment);
        return this.section({ title: 'Environment', text, block: () => factsBlock(environment), note: '', open });
    }

    differenceSection(title, left, right) {
        const rows = compareLines(linesOf(left), linesOf(right));
        const block = () => differenceTable(rows);
        return this.section({ title, text: differenceText(rows), block, note: summaryOf(rows) });
    }

    /** Creates a section. A title that is folded stays folded in the next result. */
    section({ title, open = !this.folded.has(title), ...rest }) {
        const remember = (unfolded) => this.folded[unfolded ? 'delete' : 'add'](title);
        return foldableSection({ title, open, remember, ...rest });
    }
}

function resultHeading(test, environment) {
    if (test === null) {
        return { title: environment.name, subtitle: ['environment'] };
    }
    const [packageName, name] = classParts(test.className);
    return { title: test.name, subtitle: [visible(packageName), element('b', {}, visible(name))] };
}

function fileHeading({ name, path }) {
    return { title: name, subtitle: [visible(path)] };
}
