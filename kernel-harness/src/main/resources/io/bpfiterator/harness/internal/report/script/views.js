// The views of the page: the tests and, if it was measured, the coverage.

class Views {
    /** @param navigate called with the selection that a control requests */
    constructor(report, navigate) {
        this.report = report;
        this.navigate = navigate;
        this.panel = new Panel(byId('panel'), report, navigate, () => this.closePanel());
        this.tests = this.testsView();
        this.current = this.tests;
        if (report.coverage) {
            this.tabs = new Map([
                [false, this.tab('Tests', null)],
                [true, this.tab('Coverage', COVERAGE, totalSharesOf(report.coverage, 'lines')[0])],
            ]);
            byId('views').replaceChildren(...this.tabs.values());
            byId('views').hidden = false;
        }
    }

    testsView() {
        const grid = new Grid(byId('grid'), this.report, (test, environment) =>
            this.navigate({ test, environment, other: null }),
        );
        bindTools(this.report, grid);
        return { search: byId('search'), grid, home: null, move: (step) => grid.moveToFailure(step) };
    }

    /** The rows of the coverage are created when it is shown for the first time. */
    coverageView() {
        const { coverage } = this.report;
        const grid = new FileGrid(byId('files'), coverage, (file) => this.navigate({ ...COVERAGE, file }));
        bindCoverage(coverage, grid);
        showNotMeasured(coverage);
        const move = (step) => this.panel.moveToMissed(step);
        return { search: byId('coverage-search'), grid, home: COVERAGE, move };
    }

    tab(label, home, share) {
        return element(
            'a',
            {
                href: `#${home === null ? '' : addressOf(home)}`,
                click: (event) => followed(event, () => this.navigate(home)),
            },
            label,
            ...(share ? [' ', element('b', {}, percent(share))] : []),
        );
    }

    closePanel() {
        this.navigate(this.current.home);
    }

    show(selection) {
        const isCoverage = selection?.coverage === true;
        this.turnTo(isCoverage);
        const { grid } = this.current;
        const isOpen = selection !== null && (!isCoverage || selection.file !== null);
        const wasOpen = !this.panel.root.hidden;
        document.body.classList.toggle('opened', isOpen);
        if (!isOpen) {
            this.panel.close();
            grid.select(null, null);
            if (wasOpen) {
                grid.focus();
            }
        } else if (isCoverage) {
            grid.select(selection.file);
            this.panel.showFile(selection.file, selection.line);
        } else {
            this.panel.show(selection);
            grid.select(selection.test, selection.environment);
        }
    }

    turnTo(isCoverage) {
        byId('tests').hidden = isCoverage;
        byId('coverage').hidden = !isCoverage;
        if (isCoverage) {
            this.coverage ??= this.coverageView();
        }
        this.current = isCoverage ? this.coverage : this.tests;
        this.tabs?.forEach((tab, ofCoverage) => {
            tab.ariaCurrent = ofCoverage === isCoverage ? 'page' : null;
        });
    }
}
