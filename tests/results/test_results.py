"""What the benchmarks measured: the arithmetic of comparing, and the shipped record."""

from gan_lessons import results

import numpy as np
import pytest


def record(**scores):
    """A record of made-up runs: each keyword is a variant with the scores of seeds 1, 2, ..."""
    runs = [
        {"variant": name, "seed": i + 1, "legible": value}
        for name, values in scores.items()
        for i, value in enumerate(values)
    ]
    return {"runs": runs, "variants": {name: {"label": f"the {name}"} for name in scores}}


def test_differences_are_taken_seed_by_seed():
    made = record(baseline=[0.1, 0.5, 0.3, 0.9], a=[0.2, 0.6, 0.4], b=[0.0, 0.7, 0.1])
    a, b = results.compare(made)
    assert (a.variant, b.variant) == ("a", "b"), "the best first"
    assert a.differences == pytest.approx([0.1, 0.1, 0.1]) and a.difference == pytest.approx(0.1)
    assert b.differences == pytest.approx([-0.1, 0.2, -0.2])
    assert b.mean == pytest.approx(0.8 / 3)


def test_a_small_spread_counts_as_the_usual_one():
    made = record(baseline=[0.5] * 3, a=[0.6, 0.6, 0.6], b=[0.4, 0.5, 0.6], c=[0.3, 0.5, 0.7])
    found = {c.variant: c for c in results.compare(made)}
    usual = 0.1  # the median of 0, 0.1 and 0.2
    assert found["a"].error == pytest.approx(usual / 3**0.5)
    assert found["c"].error == pytest.approx(0.2 / 3**0.5), "a large one counts as itself"


def test_a_verdict_needs_twice_the_standard_error():
    around = [-0.1, 0.0, 0.1]  # standard deviation 0.1, standard error 0.0577
    made = record(
        baseline=[0.5] * 3,
        up=[0.5 + 0.12 + e for e in around],
        little=[0.5 + 0.11 + e for e in around],
        down=[0.5 - 0.12 + e for e in around],
    )
    verdicts = {c.variant: c.verdict for c in results.compare(made)}
    assert verdicts == {"up": "better", "little": "cannot tell", "down": "worse"}


def test_of_an_error_less_is_better():
    made = record(baseline=[0.5, 0.4, 0.6], a=[0.1, 0.0, 0.2], b=[0.9, 0.8, 1.0])
    found = results.compare(made, less_is_better=True)
    assert [(c.variant, c.verdict) for c in found] == [("a", "better"), ("b", "worse")]
    assert found[0].difference == pytest.approx(-0.4)


def test_the_table_says_what_was_measured():
    lines = results.table(record(baseline=[0.5, 0.4, 0.6], a=[0.1, 0.0, 0.2])).splitlines()
    assert lines[2] == "| nothing: the baseline, 3 seeds | 50.0% | 40.0% to 60.0% | | |"
    assert lines[3] == "| the a | 10.0% | 0.0% to 20.0% | -40.0 ± 0.0 | worse |"


def test_one_shared_seed_is_too_few():
    with pytest.raises(ValueError, match="'a' shares 1 seeds"):
        results.compare(record(baseline=[0.5, 0.4], a=[0.1]))


def test_effective_classes():
    assert results.effective_classes([0.1] * 10) == pytest.approx(10)
    assert results.effective_classes([0, 0.3, 0, 0.3]) == pytest.approx(2)
    assert results.effective_classes([0.2, 0, 0]) == pytest.approx(1)
    assert results.effective_classes([0, 0]) == 0


@pytest.mark.parametrize("what", [results.load, results.samples])
def test_an_unknown_record_is_refused_by_name(what):
    with pytest.raises(ValueError, match=r"'hacks'; there are.*heuristics"):
        what("hacks")


def test_a_group_is_a_record_of_its_own_variants():
    made = record(baseline=[0.5, 0.4], a=[0.1, 0.2], whole=[0.3, 0.4], b=[0.9, 0.9])
    for name, about in made["variants"].items():
        about["group"] = "first" if name in ("baseline", "a") else "second"
    second = results.group({**made, "steps": 7}, "second")
    assert list(second["variants"]) == ["whole", "b"] and second["steps"] == 7
    assert [run["variant"] for run in second["runs"]] == ["whole", "whole", "b", "b"]
    assert [c.variant for c in results.compare(second, baseline="whole")] == ["b"]
    with pytest.raises(ValueError, match="'third'; the groups are: first, second"):
        results.group(made, "third")


def test_an_unknown_variant_is_refused_by_name():
    with pytest.raises(ValueError, match="'b'; there are: a, baseline"):
        results.values(record(baseline=[0.5], a=[0.1]), "b")


# ---- what is shipped ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["heuristics", "heuristics_long"])
def name(request):
    return request.param


@pytest.fixture(scope="module")
def shipped(name):
    return results.load(name)


def test_the_shipped_record_says_how_it_was_made(shipped):
    for entry in (
        "command",
        "commit",
        "machine",
        "data",
        "steps",
        "batch_size",
        "learning_rates",
        "samples",
        "score",
    ):
        assert shipped[entry], entry
    assert shipped["machine"].keys() == {"cpu", "cores"}


def test_every_variant_was_run_with_the_same_three_seeds_at_least(shipped):
    seeds = {name: list(results.values(shipped, name)) for name in shipped["variants"]}
    assert len(seeds) >= 5
    assert all(own[:3] == seeds["baseline"][:3] and len(own) >= 3 for own in seeds.values())
    assert len(shipped["runs"]) == sum(map(len, seeds.values())), "no run twice, none of an unknown variant"


def test_every_run_is_whole(shipped):
    for run in shipped["runs"]:
        assert 0 <= run["rarest"] <= run["legible"] / 10 + 1e-3 and run["legible"] <= 1
        assert sum(run["class_shares"]) == pytest.approx(run["legible"], abs=1e-3)
        assert run["classes"] == pytest.approx(results.effective_classes(run["class_shares"]), abs=0.05)
        assert run["seconds"] > 0 and np.isfinite(list(run["last_steps"].values())).all()


def test_each_run_has_its_samples(shipped, name):
    shown = results.samples(name)
    assert shown.keys() == shipped["variants"].keys()
    for variant, images in shown.items():
        assert images.shape == (len(results.values(shipped, variant)), 20, 28, 28, 1)
        assert images.dtype == np.uint8 and images.std() > 10
    assert (results.FOLDER / f"{name}.npz").stat().st_size < 450_000


def test_the_longer_runs_are_some_of_the_same_variants():
    short, long = results.load("heuristics"), results.load("heuristics_long")
    assert set(long["variants"]) < set(short["variants"]) and long["steps"] == 2 * short["steps"]


def test_the_words_of_chapter_5_are_what_was_measured():
    record = results.load("heuristics")
    verdicts = {c.variant: c.verdict for c in results.compare(record)}
    harmful = {
        "norm_none",
        "norm_g_only",
        "norm_d_only",
        "norm_joint",
        "init_wide",
        "init_glorot",
        "beta_09",
        "relu_d",
    }
    harmful |= {"rates_equal", "flips", "smooth_noisy"}
    luck = {"max_pool", "resize", "uniform", "uniform_wide", "smooth_one", "smooth_two"}
    assert {verdicts[name] for name in harmful} == {"worse"}
    assert {verdicts[name] for name in luck} == {"cannot tell"}
    ranks = [c.variant for c in results.compare(record)]
    classes = {c.variant: c.verdict for c in results.compare(record, "classes")}
    assert ranks[0] == "max_pool" and classes["max_pool"] == "worse"
    longer = {c.variant: c for c in results.compare(results.load("heuristics_long"))}
    shorter = {c.variant: c for c in results.compare(record)}
    caught_up = [v for v in longer if longer[v].difference > shorter[v].difference / 2]
    assert caught_up == ["init_glorot"]


def test_a_mean_with_its_spread():
    made = record(a=[0.1, 0.3, 0.2], b=[0.5])
    assert results.in_words(made, "a", "legible", ".1f") == "0.2 ± 0.1"
    assert results.in_words(made, "a", "legible", ".0%") == "20% ± 10%"
    assert results.in_words(made, "b", "legible", ".2f") == "0.50"
    assert results.in_words(made, "b", "frechet") == "-"
    with pytest.raises(ValueError, match="no variant 'c'"):
        results.in_words(made, "c", "frechet")


# ---- translations (chapters 21 and 26) -----------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["translation_ablations", "unpaired"])
def translations(request):
    return {**results.load(request.param), "name": request.param}


def test_each_translator_was_trained_with_the_same_three_seeds(translations):
    for variant in translations["variants"]:
        assert list(results.values(translations, variant, "error")) == translations["seeds"] == [1, 2, 3]
    assert len(translations["runs"]) == 3 * len(translations["variants"])
    for entry in ("command", "commit", "machine", "data", "steps", "batch_size"):
        assert translations[entry], entry


def test_the_translations_have_scores_that_can_be(translations):
    for scores in (*translations["runs"], *translations["references"].values()):
        assert 0 < scores["error"] < 128 and -1 <= scores["similarity"] <= 1 and scores["texture"] > 0
    assert translations["references"].keys() >= {"mean map", "table of colours"}


def test_each_translator_left_a_few_small_pictures(translations):
    shown = results.samples(translations["name"])
    assert list(shown) == list(translations["variants"])
    for images in shown.values():
        assert images.shape == (3, len(translations["shown"]), 32, 32, 3) and images.dtype == np.uint8
    assert (results.FOLDER / f"{translations['name']}.npz").stat().st_size < 300_000


# ---- biggan_ablations (chapter 27) ----------------------------------------------------------------------------------


def test_each_ingredient_was_left_out_with_the_same_seeds_and_equal_steps_or_time():
    record = results.load("biggan_ablations")
    groups = {name: about["group"] for name, about in record["variants"].items()}
    seconds = {}
    for name, group in groups.items():
        runs = [run for run in record["runs"] if run["variant"] == name]
        assert [run["seed"] for run in runs] == record["seeds"] and len(record["seeds"]) >= 3
        assert {run["updates_of_g"] == record["steps"] for run in runs} == {group == "ingredients"}
        seconds[name] = np.median([run["seconds_of_one_core"] for run in runs])
        for run in runs:
            assert run["frechet"] > 0 and all(0 <= run[s] <= 1 for s in ("obeyed", "precision", "recall"))
    # A machine that others share: equal time was measured beforehand, and is not exact.
    assert all(0.7 < seconds[n] / seconds["baseline"] < 1.4 for n, g in groups.items() if g == "budget")
    real = record["references"]["real images"]
    assert real["frechet"] < min(run["frechet"] for run in record["runs"])
    assert real["obeyed"] > max(run["obeyed"] for run in record["runs"])


def test_each_variant_of_the_ablations_left_two_images_of_each_class():
    shown = results.samples("biggan_ablations")
    assert list(shown) == list(results.load("biggan_ablations")["variants"])
    for images in shown.values():
        assert images.shape[1:] == (20, 16, 16, 3) and images.dtype == np.uint8


# ---- growing (chapter 28) --------------------------------------------------------------------------------------------


def test_each_schedule_was_scored_eight_times_in_equal_time_with_the_same_seeds():
    record = results.group(results.load("growing"), "schedule")
    ends = []
    for variant in record["variants"]:
        assert list(results.values(record, variant, "frechet")) == record["seeds"] == [1, 2, 3]
    for run in record["runs"]:
        curve = run["curve"]
        assert len(curve) == 8 and run["frechet"] == curve[-1]["frechet"] > 0
        assert [row["size"] for row in curve] == sorted(row["size"] for row in curve)
        ends.append(curve[-1]["seconds"])
    assert max(ends) < 1.02 * min(ends)
    real = [about["frechet"] for about in record["references"].values()]
    assert real == sorted(real), "the fewer pixels real faces have, the further they are"


def test_each_part_was_left_out_with_the_same_seeds_and_steps_beside_a_whole_of_its_own():
    record = results.group(results.load("growing"), "parts")
    assert next(iter(record["variants"])) == "whole" and len(record["variants"]) == 5
    for variant in record["variants"]:
        assert list(results.values(record, variant, "frechet")) == record["seeds"] == [1, 2, 3]
    real = record["references"]["real faces"]
    for run in record["runs"]:
        assert run["own_steps"] == record["steps"] and len(run["curve"]) == 8
        assert run["frechet"] == run["curve"][-1]["frechet"] > real["frechet"]
        assert all(0 <= run[score] <= 1 for score in ("precision", "recall", "coverage"))
        assert run["recall"] < real["recall"] and run["coverage"] < real["coverage"]
    assert len({(run["commit"], run["machine"]["cpu"]) for run in record["runs"]}) == 1


def test_the_words_of_chapter_28_on_the_parts_are_what_was_measured():
    record = results.group(results.load("growing"), "parts")
    found = {
        score: {c.variant: c for c in results.compare(record, score, "whole", score == "frechet")}
        for score in ("frechet", "coverage")
    }
    for score, compared in found.items():
        verdicts = {name: c.verdict for name, c in compared.items()}
        assert verdicts.pop("no_scaling") == "worse" and set(verdicts.values()) == {"cannot tell"}, score
    assert min(found["frechet"]["no_scaling"].differences) > 0
    assert max(found["coverage"]["no_scaling"].differences) < 0
    assert max(found["coverage"]["no_minibatch_std"].differences) < 0, "with every seed, by too little"
    worst = max(results.values(record, "no_pixel_norm", "frechet").values())
    assert worst < min(results.values(record, "no_scaling", "frechet").values()), "none went astray"
    blurred, sharp = (record["references"][f"real faces{end}"] for end in (" at 8 pixels", ""))
    assert blurred["recall"] < sharp["recall"] / 2 and blurred["precision"] > sharp["precision"]


def test_each_growing_network_left_eight_faces():
    shown = results.samples("growing")
    assert list(shown) == list(results.load("growing")["variants"])
    for images in shown.values():
        assert images.shape == (3, 8, 32, 32, 3) and images.dtype == np.uint8


# ---- styles (chapter 29) ---------------------------------------------------------------------------------------------


def test_each_style_generator_was_trained_with_the_same_seeds_and_has_scores_that_can_be():
    record = results.load("styles")
    assert list(record["variants"]) == ["baseline", "unmixed", "adain"]
    for variant in record["variants"]:
        assert list(results.values(record, variant, "frechet")) == record["seeds"] == [1, 2, 3]
    real = record["references"]["real faces"]["frechet"]
    for run in record["runs"]:
        assert 0 < real < min(run["frechet"], run["frechet_mixed"])
        assert 0 < run["apart"] < 255 and max(run["r2_w"], run["r2_z"]) <= 1
        for space in "wz":
            assert run[f"detour_{space}"] == pytest.approx(
                100 * run[f"path_{space}"] / run["apart"], rel=0.01
            )
            assert run[f"detour_{space}"] > 0.95, "no way is shorter than the straight one"


def test_each_style_generator_left_sixteen_faces():
    shown = results.samples("styles")
    assert list(shown) == list(results.load("styles")["variants"])
    for images in shown.values():
        assert images.shape == (3, 16, 16, 16, 3) and images.dtype == np.uint8 and images.std() > 10


def test_the_words_of_chapter_29_are_what_was_measured():
    record = results.load("styles")
    for run in record["runs"]:
        run["rise"] = run["frechet_mixed"] - run["frechet"]

    def change(old, new, score, less_is_better=True):
        (found,) = [c for c in results.compare(record, score, old, less_is_better) if c.variant == new]
        return found

    mixing = {
        score: change("unmixed", "baseline", score)
        for score in ("frechet", "frechet_mixed", "rise", "path_w", "detour_w")
    }
    assert {score: c.verdict for score, c in mixing.items()} == {
        "frechet": "cannot tell",
        "frechet_mixed": "cannot tell",
        "rise": "better",
        "path_w": "worse",
        "detour_w": "cannot tell",
    }
    apart = change("unmixed", "baseline", "apart", less_is_better=False)
    assert max(mixing["rise"].differences) < 0 < min(*mixing["path_w"].differences, *apart.differences)
    detours, fits, distances = (
        change("adain", "baseline", score, score != "r2_w") for score in ("detour_w", "r2_w", "frechet")
    )
    assert detours.verdict == "worse" and min(detours.differences) > 0
    assert fits.verdict == distances.verdict == "cannot tell"
    spread = np.ptp(list(results.values(record, "adain", "frechet").values()))
    assert spread > abs(distances.difference)


def test_the_rings_of_chapter_6_say_how_many_heaps_each_covers():
    record, points = results.load("packing"), results.samples("packing")
    assert set(points) == set(record["variants"]) >= {"pack_1", "pack_2"}
    for run in record["runs"]:
        assert run["through"][-1] == run["heaps"] and len(run["through"]) == len(record["moments"])
        assert min(run["through"]) >= 0 and max(run["through"]) <= 8 and run["distance"] > 0
    for name, drawn in points.items():
        assert drawn.shape == (len(record["seeds"]), 200, 2) and np.isfinite(drawn).all()
        assert len(results.values(record, name, "heaps")) == len(record["seeds"])


def test_the_words_of_chapter_30_on_a_hundred_pictures_are_what_was_measured():
    record = results.load("few_pictures")
    kernel = {name: [*results.values(record, name, "kernel").values()] for name in record["variants"]}
    assert all(len(values) == 3 for values in kernel.values())
    # Digits: nothing is drawn without the changes, and every seed is nearer with them.
    assert max(kernel["digits_diff"]) < 0.5 * min(kernel["digits"])
    assert np.ptp(kernel["digits"]) < 1e-3
    # Horses: no verdict.
    horses = [kernel[name] for name, about in record["variants"].items() if about["group"] == "horses"]
    spread = max(np.std(values, ddof=1) for values in horses)
    assert np.ptp([np.mean(values) for values in horses]) < spread
    assert all(run["copies"] <= 0.01 for run in record["runs"])
    assert record["references"]["other digits"]["kernel"] < 0.2
    drawn = results.samples("few_pictures")
    assert drawn["diff"].shape == (3, 8, 32, 32, 3) and drawn["digits"].shape == (3, 8, 28, 28, 1)
