# One target an experiment. A stage whose parameter file exists is not run again, and one that was interrupted is resumed
# from its training state, so an interrupted target goes on.
# Nothing starts before all its inputs are there: what is missing after an hour of pretraining was missing before.
#
#   make vanilla DATA=/path/to/the/corpora OUT=out

DATA   ?= data
CORPUS ?= $(DATA)/wiki.txt
OUT    ?= out
EPOCHS ?=
FLAGS  ?=
PLATFORMS ?=

CHARLM    := ./charlm
TRAIN     := $(DATA)/birth_places_train.tsv
DEV       := $(DATA)/birth_dev.tsv
TEST      := $(DATA)/birth_test_inputs.tsv
INPUTS    := $(CORPUS) $(TRAIN) $(DEV) $(TEST)
PRETRAIN  := $(if $(EPOCHS),--max-epochs $(EPOCHS)) $(FLAGS)
PERCEIVER := --bottleneck_dim 64
BEST      := --recipe best
RESUME     = $(if $(wildcard $@.state/latest),--resume)

.DEFAULT_GOAL := help
.PHONY: help build dist test demo smoke clean vanilla-nopretrain vanilla perceiver vanilla-best perceiver-best baseline bench
.DELETE_ON_ERROR:

help:
	@echo "make demo                the main experiment on invented people, two minutes"
	@echo "make vanilla-nopretrain  finetune without pretraining, evaluate"
	@echo "make vanilla             pretrain, finetune, evaluate the vanilla decoder"
	@echo "make perceiver           the same with the perceiver"
	@echo "make vanilla-best        the same by the best recipe, docs/recipe.md; also perceiver-best"
	@echo "make baseline            answer London for everyone"
	@echo "make bench               time steps and evaluation, on DATA if wiki.txt is there, else on invented people"
	@echo "make smoke               most commands on a tiny corpus, seconds"
	@echo "make test                all tests"
	@echo "make build               the jar, without tests"
	@echo "make dist                a zip to unpack and run where there is only a JRE, in target/dist; PLATFORMS=... for others"
	@echo "make clean               remove what was built; OUT stays, hours of training may lie there"
	@echo "variables: DATA=$(DATA) CORPUS=$(CORPUS) OUT=$(OUT) EPOCHS=$(EPOCHS) (of pretraining) FLAGS=$(FLAGS) (of training and bench)"

build:
	./mvnw -q -B -ntp -DskipTests package

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
	rm -rf target

$(INPUTS):
	@echo "There is no $@. The corpora belong to the reference, github.com/shasha3493/Self-Attention-Transformers-and-Pretraining:" >&2
	@echo "take wiki.txt and the birth_*.tsv files from there, then run make $(firstword $(MAKECMDGOALS)) DATA=their-folder" >&2
	@exit 1

$(OUT):
	mkdir -p $@

baseline: | $(DEV)
	$(CHARLM) baseline $(DEV)

$(OUT)/vanilla.model.params: | $(INPUTS) $(OUT)
	$(CHARLM) finetune vanilla $(CORPUS) --writing_params_path $@ --finetune_corpus_path $(TRAIN) $(FLAGS) $(RESUME)

$(OUT)/vanilla.pretrain.params: | $(INPUTS) $(OUT)
	$(CHARLM) pretrain vanilla $(CORPUS) --writing_params_path $@ $(PRETRAIN) $(RESUME)

$(OUT)/vanilla.finetune.params: $(OUT)/vanilla.pretrain.params
	$(CHARLM) finetune vanilla $(CORPUS) --reading_params_path $< --writing_params_path $@ --finetune_corpus_path $(TRAIN) $(FLAGS) $(RESUME)

$(OUT)/perceiver.pretrain.params: | $(INPUTS) $(OUT)
	$(CHARLM) pretrain perceiver $(CORPUS) $(PERCEIVER) --pretrain_lr 6e-3 --writing_params_path $@ $(PRETRAIN) $(RESUME)

$(OUT)/perceiver.finetune.params: $(OUT)/perceiver.pretrain.params
	$(CHARLM) finetune perceiver $(CORPUS) $(PERCEIVER) --reading_params_path $< --writing_params_path $@ --finetune_corpus_path $(TRAIN) $(FLAGS) $(RESUME)

$(OUT)/vanilla.best.pretrain.params: | $(INPUTS) $(OUT)
	$(CHARLM) pretrain vanilla $(CORPUS) $(BEST) --writing_params_path $@ $(PRETRAIN) $(RESUME)

$(OUT)/vanilla.best.finetune.params: $(OUT)/vanilla.best.pretrain.params
	$(CHARLM) finetune vanilla $(CORPUS) $(BEST) --reading_params_path $< --writing_params_path $@ --finetune_corpus_path $(TRAIN) $(FLAGS) $(RESUME)

$(OUT)/perceiver.best.pretrain.params: | $(INPUTS) $(OUT)
	$(CHARLM) pretrain perceiver $(CORPUS) $(PERCEIVER) $(BEST) --writing_params_path $@ $(PRETRAIN) $(RESUME)

$(OUT)/perceiver.best.finetune.params: $(OUT)/perceiver.best.pretrain.params
	$(CHARLM) finetune perceiver $(CORPUS) $(PERCEIVER) $(BEST) --reading_params_path $< --writing_params_path $@ --finetune_corpus_path $(TRAIN) $(FLAGS) $(RESUME)

vanilla-nopretrain: $(OUT)/vanilla.model.params
	$(CHARLM) evaluate vanilla $(CORPUS) --reading_params_path $< --eval_corpus_path $(DEV) --outputs_path $(OUT)/vanilla.nopretrain.dev.predictions
	$(CHARLM) evaluate vanilla $(CORPUS) --reading_params_path $< --eval_corpus_path $(TEST) --outputs_path $(OUT)/vanilla.nopretrain.test.predictions

vanilla: $(OUT)/vanilla.finetune.params
	$(CHARLM) evaluate vanilla $(CORPUS) --reading_params_path $< --eval_corpus_path $(DEV) --outputs_path $(OUT)/vanilla.pretrain.dev.predictions
	$(CHARLM) evaluate vanilla $(CORPUS) --reading_params_path $< --eval_corpus_path $(TEST) --outputs_path $(OUT)/vanilla.pretrain.test.predictions

perceiver: $(OUT)/perceiver.finetune.params
	$(CHARLM) evaluate perceiver $(CORPUS) $(PERCEIVER) --reading_params_path $< --eval_corpus_path $(DEV) --outputs_path $(OUT)/perceiver.pretrain.dev.predictions
	$(CHARLM) evaluate perceiver $(CORPUS) $(PERCEIVER) --reading_params_path $< --eval_corpus_path $(TEST) --outputs_path $(OUT)/perceiver.pretrain.test.predictions

vanilla-best: $(OUT)/vanilla.best.finetune.params
	$(CHARLM) evaluate vanilla $(CORPUS) --reading_params_path $< --eval_corpus_path $(DEV) --outputs_path $(OUT)/vanilla.best.dev.predictions
	$(CHARLM) evaluate vanilla $(CORPUS) --reading_params_path $< --eval_corpus_path $(TEST) --outputs_path $(OUT)/vanilla.best.test.predictions

perceiver-best: $(OUT)/perceiver.best.finetune.params
	$(CHARLM) evaluate perceiver $(CORPUS) $(PERCEIVER) --reading_params_path $< --eval_corpus_path $(DEV) --outputs_path $(OUT)/perceiver.best.dev.predictions
	$(CHARLM) evaluate perceiver $(CORPUS) $(PERCEIVER) --reading_params_path $< --eval_corpus_path $(TEST) --outputs_path $(OUT)/perceiver.best.test.predictions

smoke:
	ci/smoke $(OUT)/smoke

bench:
	$(CHARLM) bench $(if $(wildcard $(DATA)/wiki.txt),--data $(DATA)) $(PERCEIVER) $(FLAGS)
