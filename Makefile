# One target an experiment. A stage whose parameter file exists is not run again, so an interrupted target goes on.
#
#   make vanilla DATA=/path/to/the/corpora OUT=out

DATA   ?= data
CORPUS ?= $(DATA)/wiki.txt
OUT    ?= out
EPOCHS ?=
FLAGS  ?=

CHARLM    := ./charlm
TRAIN     := $(DATA)/birth_places_train.tsv
DEV       := $(DATA)/birth_dev.tsv
TEST      := $(DATA)/birth_test_inputs.tsv
PRETRAIN  := $(if $(EPOCHS),--max-epochs $(EPOCHS)) $(FLAGS)
PERCEIVER := --bottleneck_dim 64

.DEFAULT_GOAL := help
.PHONY: help build test demo smoke clean vanilla-nopretrain vanilla perceiver baseline
.DELETE_ON_ERROR:

help:
	@echo "make demo                the main experiment on invented people, two minutes"
	@echo "make vanilla-nopretrain  finetune without pretraining, evaluate"
	@echo "make vanilla             pretrain, finetune, evaluate the vanilla decoder"
	@echo "make perceiver           the same with the perceiver"
	@echo "make baseline            answer London for everyone"
	@echo "make smoke               every command on a tiny corpus, seconds"
	@echo "make test                all tests"
	@echo "make build | clean"
	@echo "variables: DATA=$(DATA) CORPUS=$(CORPUS) OUT=$(OUT) EPOCHS=$(EPOCHS) FLAGS=$(FLAGS)"

build:
	./mvnw -q -B -ntp -DskipTests package

test:
	./mvnw -B -ntp verify

demo:
	$(CHARLM) demo

clean:
	rm -rf target $(OUT)

$(CORPUS) $(TRAIN) $(DEV) $(TEST):
	@echo "There is no $@. The corpora belong to the reference, github.com/shasha3493/Self-Attention-Transformers-and-Pretraining:" >&2
	@echo "take wiki.txt and the birth_*.tsv files from there, then run make $(firstword $(MAKECMDGOALS)) DATA=their-folder" >&2
	@exit 1

$(OUT):
	mkdir -p $@

baseline: | $(DEV)
	$(CHARLM) baseline $(DEV)

$(OUT)/vanilla.model.params: | $(OUT) $(CORPUS) $(TRAIN)
	$(CHARLM) finetune vanilla $(CORPUS) --writing_params_path $@ --finetune_corpus_path $(TRAIN) $(FLAGS)

$(OUT)/vanilla.pretrain.params: | $(OUT) $(CORPUS)
	$(CHARLM) pretrain vanilla $(CORPUS) --writing_params_path $@ $(PRETRAIN)

$(OUT)/vanilla.finetune.params: $(OUT)/vanilla.pretrain.params | $(TRAIN)
	$(CHARLM) finetune vanilla $(CORPUS) --reading_params_path $< --writing_params_path $@ --finetune_corpus_path $(TRAIN) $(FLAGS)

$(OUT)/perceiver.pretrain.params: | $(OUT) $(CORPUS)
	$(CHARLM) pretrain perceiver $(CORPUS) $(PERCEIVER) --pretrain_lr 6e-3 --writing_params_path $@ $(PRETRAIN)

$(OUT)/perceiver.finetune.params: $(OUT)/perceiver.pretrain.params | $(TRAIN)
	$(CHARLM) finetune perceiver $(CORPUS) $(PERCEIVER) --reading_params_path $< --writing_params_path $@ --finetune_corpus_path $(TRAIN) $(FLAGS)

vanilla-nopretrain: $(OUT)/vanilla.model.params | $(DEV) $(TEST)
	$(CHARLM) evaluate vanilla $(CORPUS) --reading_params_path $< --eval_corpus_path $(DEV) --outputs_path $(OUT)/vanilla.nopretrain.dev.predictions
	$(CHARLM) evaluate vanilla $(CORPUS) --reading_params_path $< --eval_corpus_path $(TEST) --outputs_path $(OUT)/vanilla.nopretrain.test.predictions

vanilla: $(OUT)/vanilla.finetune.params | $(DEV) $(TEST)
	$(CHARLM) evaluate vanilla $(CORPUS) --reading_params_path $< --eval_corpus_path $(DEV) --outputs_path $(OUT)/vanilla.pretrain.dev.predictions
	$(CHARLM) evaluate vanilla $(CORPUS) --reading_params_path $< --eval_corpus_path $(TEST) --outputs_path $(OUT)/vanilla.pretrain.test.predictions

perceiver: $(OUT)/perceiver.finetune.params | $(DEV) $(TEST)
	$(CHARLM) evaluate perceiver $(CORPUS) $(PERCEIVER) --reading_params_path $< --eval_corpus_path $(DEV) --outputs_path $(OUT)/perceiver.pretrain.dev.predictions
	$(CHARLM) evaluate perceiver $(CORPUS) $(PERCEIVER) --reading_params_path $< --eval_corpus_path $(TEST) --outputs_path $(OUT)/perceiver.pretrain.test.predictions

SMOKE := data/demo
TINY  := --block-size 48 --num-layers 2 --num-heads 2 --embed-dim 16 --max-steps 3 --log-every 1 --tb_expt_name smoke

smoke: | $(OUT)
	set -e; for variant in vanilla perceiver; do \
	  small=; [ $$variant = vanilla ] || small='--bottleneck_dim 8'; out=$(OUT)/smoke.$$variant; \
	  $(CHARLM) pretrain $$variant $(SMOKE)/corpus.txt $$small $(TINY) --writing_params_path $$out.pretrain.params; \
	  $(CHARLM) finetune $$variant $(SMOKE)/corpus.txt --max-steps 3 --reading_params_path $$out.pretrain.params \
	    --writing_params_path $$out.finetune.params --finetune_corpus_path $(SMOKE)/train.tsv; \
	  $(CHARLM) evaluate $$variant $(SMOKE)/corpus.txt --reading_params_path $$out.finetune.params \
	    --eval_corpus_path $(SMOKE)/dev.tsv --outputs_path $$out.dev.predictions; \
	  $(CHARLM) inspect $$out.finetune.params | head -n 4; \
	done
	$(CHARLM) baseline $(SMOKE)/dev.tsv --place Oslo
	$(CHARLM) dataset namedata $(SMOKE)/corpus.txt $(SMOKE)/train.tsv --block-size 48
	$(CHARLM) dataset charcorruption $(SMOKE)/corpus.txt --block-size 48
