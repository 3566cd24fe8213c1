# One target per experiment; its stages are the argument files in configs/, run in OUT on links to the corpora. A stage whose
# checkpoint exists is not run again, and an interrupted stage resumes from its training state.
# All inputs are checked first, so that nothing fails after an hour of pretraining.
#
#   make vanilla DATA=/path/to/the/corpora OUT=out

DATA   ?= data
CORPUS ?= $(DATA)/wiki.txt
OUT    ?= out
EPOCHS ?=
FLAGS  ?=
PLATFORMS ?=

HOME_DIR := $(CURDIR)
CHARLM   := ./charlm
DEV      := $(DATA)/birth_dev.tsv
INPUTS   := $(CORPUS) $(DATA)/birth_places_train.tsv $(DEV) $(DATA)/birth_test_inputs.tsv
IN_OUT   := cd $(OUT) && "$(HOME_DIR)/charlm"
# The argument file of a stage: vanilla.best.pretrain -> vanilla-best-pretrain.args
ARGS      = "@$(HOME_DIR)/configs/$(subst .,-,$(1)).args"
TRAIN     = $(IN_OUT) $(call ARGS,$(1)) $(2) $(FLAGS) $(if $(wildcard $@.state/latest),--resume)
EVALUATE  = $(IN_OUT) $(call ARGS,$(1)-evaluate-dev) && "$(HOME_DIR)/charlm" $(call ARGS,$(1)-evaluate-test)

.DEFAULT_GOAL := help
EXPERIMENTS := vanilla-nopretrain vanilla perceiver vanilla-best perceiver-best
.PHONY: help build dist test demo smoke clean baseline bench $(EXPERIMENTS)
.DELETE_ON_ERROR:
.SECONDARY: # no checkpoint is an intermediate file

help:
	@echo "make demo                the main experiment on invented people, in two minutes"
	@echo "make vanilla-nopretrain  finetune without pretraining, evaluate"
	@echo "make vanilla             pretrain, finetune, evaluate the vanilla decoder"
	@echo "make perceiver           the same with the perceiver"
	@echo "make vanilla-best        the same by the best recipe, docs/recipe.md; also perceiver-best"
	@echo "make baseline            answer London to every question"
	@echo "make bench               time steps and evaluation, on DATA if it holds wiki.txt, else on invented people"
	@echo "make smoke               most commands on a tiny corpus, seconds"
	@echo "make test                all tests"
	@echo "make build               build what ./charlm runs"
	@echo "make dist                a zip that runs where there is only a JRE, in target/dist; PLATFORMS=... for others"
	@echo "make clean               remove the build (but for what runs use); OUT stays, for it may hold hours of training"
	@echo "variables: DATA=$(DATA) CORPUS=$(CORPUS) OUT=$(OUT) EPOCHS=$(EPOCHS) (of pretraining) FLAGS=$(FLAGS) (of training and bench)"

build:
	$(CHARLM) --version

dist:
	for platform in $(or $(PLATFORMS),here); do \
	  ./mvnw -q -B -ntp -Pdist -DskipTests $$([ $$platform = here ] || echo -Djavacpp.platform=$$platform) package || exit 1; \
	done
	@ls -l target/dist/*/charlm-*.zip

test:
	./mvnw -B -ntp verify

demo:
	$(CHARLM) demo

clean:
	! [ -d target ] || find target -mindepth 1 -maxdepth 1 ! -name builds -exec rm -rf {} +
	rm -f target/builds/*/current

$(INPUTS):
	@echo "There is no $@. The corpora belong to the reference, github.com/shasha3493/Self-Attention-Transformers-and-Pretraining:" >&2
	@echo "take wiki.txt and the birth_*.tsv files from there, then run make $(firstword $(MAKECMDGOALS)) DATA=their-folder" >&2
	@exit 1

# The argument files name their inputs without a folder.
LINKS := $(OUT)/.inputs
$(LINKS): | $(INPUTS)
	mkdir -p $(OUT)
	for input in $(INPUTS); do \
	  link=$(OUT)/$$([ $$input = $(CORPUS) ] && echo wiki.txt || basename $$input); \
	  [ $$input -ef $$link ] || ln -sf "$$(cd $$(dirname $$input) && pwd)/$$(basename $$input)" $$link || exit 1; \
	done
	touch $@

baseline: | $(DEV)
	$(CHARLM) baseline $(DEV)

$(OUT)/vanilla.model.params: | $(LINKS)
	$(call TRAIN,vanilla-nopretrain-finetune)

$(OUT)/%.pretrain.params: | $(LINKS)
	$(call TRAIN,$*-pretrain,$(if $(EPOCHS),--max-epochs $(EPOCHS)))

$(OUT)/%.finetune.params: $(OUT)/%.pretrain.params
	$(call TRAIN,$*-finetune)

vanilla-nopretrain: $(OUT)/vanilla.model.params
vanilla: $(OUT)/vanilla.finetune.params
perceiver: $(OUT)/perceiver.finetune.params
vanilla-best: $(OUT)/vanilla.best.finetune.params
perceiver-best: $(OUT)/perceiver.best.finetune.params
$(EXPERIMENTS):
	$(call EVALUATE,$@)

smoke:
	ci/smoke $(OUT)/smoke

bench:
	$(CHARLM) bench $(if $(wildcard $(DATA)/wiki.txt),--data $(DATA)) --bottleneck_dim 64 $(FLAGS)
